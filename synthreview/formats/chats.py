"""Where chats keep their turns, as alternatives of a shape."""

from __future__ import annotations

_CHATS = (
    ("messages", "role", "content"),
    ("conversations", "from", "value"),
    ("conversations", "role", "content"),
    ("conversation", "role", "content"),
    ("conversation", "from", "value"),
    ("messages", "from", "value"),
    ("dialogue", "role", "content"),
    ("dialog", "role", "content"),
    ("chat", "role", "content"),
)
"""Where chats keep their turns: the list, the key of the role, the key of the text."""


def said_by(role: str) -> str:
    """The paths of what one role says."""
    return " | ".join(f"{chat}[{who}={role}].{text}" for chat, who, text in _CHATS)


LAST_SAID = " | ".join(f"{chat}.-1.{text}" for chat, _, text in _CHATS)
"""The paths of a chat's last text."""
BEFORE_LAST = " | ".join(dict.fromkeys(f"{chat}[:-1]" for chat, _, _ in _CHATS))
"""The paths of what stands before it."""

"""Who speaks: the vocabularies of chat formats and their common names."""

from __future__ import annotations

from collections.abc import Iterable

_VOCABULARIES: tuple[dict[str, str], ...] = (
    {"user": "user", "assistant": "assistant", "system": "system", "tool": "tool"},
    {"human": "user", "gpt": "assistant", "system": "system", "observation": "tool"},
    {"human": "user", "assistant": "assistant", "system": "system", "tool": "tool"},
    {"user": "user", "bot": "assistant", "system": "system", "function": "tool"},
    {"user": "user", "model": "assistant", "system": "system", "function": "tool"},
    {"user": "user", "chatbot": "assistant", "system": "system", "tool": "tool"},
    {"prompter": "user", "assistant": "assistant", "system": "system", "tool": "tool"},
    {"human": "user", "ai": "assistant", "system": "system", "tool": "tool"},
    {"human": "user", "bot": "assistant", "system": "system", "function": "tool"},
    {"user": "user", "chatgpt": "assistant", "system": "system", "function": "tool"},
)
"""Spellings that occur together, by the role they mean; the first fitting one is used for writing."""

_OTHER = {
    "developer": "system",
    "function_call": "assistant",
    "function_response": "tool",
    "tool_call": "assistant",
    "tool_response": "tool",
    "ipython": "tool",
}

_ROLES = {name: role for words in _VOCABULARIES for name, role in words.items()} | _OTHER


def canonical_role(name: str) -> str:
    """system, user, assistant or tool where ``name`` is a known spelling of one, else the name."""
    return _ROLES.get(name) or _ROLES.get(name.strip().lower(), name)


def is_known_role(name: str) -> bool:
    """Whether a name is a usual spelling of a role."""
    return name.strip().lower() in _ROLES


def spelling(role: str, used: Iterable[str]) -> str | None:
    """How a source that spells its roles as in ``used`` would write ``role``, None if unknown."""
    names = [name for name in used if name]
    if role in names:
        return role
    lower = {name.lower() for name in names}
    for words in _VOCABULARIES:
        known = lower - set(_OTHER)
        if known and known <= set(words):
            found = next((name for name, means in words.items() if means == role), None)
            return None if found is None else _in_case(found, names[0])
    return None


def _in_case(word: str, example: str) -> str:
    if example.isupper():
        return word.upper()
    return word.capitalize() if example[:1].isupper() else word

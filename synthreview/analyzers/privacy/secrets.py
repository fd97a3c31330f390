"""Keys and passwords: strings of a known make, private key blocks, and random values given a telling name."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from synthreview.analyzers.privacy.mask import opening
from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later, tr

REASONS = (Reason("secret_key", tuple(Kind), later("{what}: {text}"), "private", 0.8, Confidence.LIKELY),)

_BLOCK = re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----\s+(?P<body>[^-]{40,20000})")
_MAKES = (
    (later("An AWS access key"), r"(?:AKIA|ASIA)[A-Z2-7]{16}"),
    (later("A GitHub token"), r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,90}"),
    (later("A GitLab token"), r"glpat-[\w-]{20}"),
    (later("A Slack token"), r"xox[abeprs]-[A-Za-z0-9-]{20,90}"),
    (later("A Google key"), r"AIza[\w-]{35}"),
    (later("An OpenAI or Anthropic key"), r"sk-(?:proj-|ant-|svcacct-)?[\w-]{32,180}"),
    (later("A Stripe key"), r"[rs]k_live_[A-Za-z0-9]{20,100}"),
    (later("A Hugging Face token"), r"hf_[A-Za-z]{30,40}"),
    (later("A SendGrid key"), r"SG\.[\w-]{16,32}\.[\w-]{30,64}"),
    (later("A package index token"), r"npm_[A-Za-z0-9]{36}|pypi-AgEI[\w-]{50,200}"),
    (later("A Telegram bot token"), r"\d{8,10}:AA[\w-]{33}"),
    (later("A signed token (JWT)"), r"eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}"),
)
"""Prefixes as the services document them."""
_MADE = re.compile(
    r"(?<![\w/-])(?:"
    + "|".join(f"(?P<m{place}>{make})" for place, (_, make) in enumerate(_MAKES))
    + r")(?![\w-])"
)
_LOGIN = re.compile(r"\b[a-z][a-z+]{1,14}://[^\s:/@\"'<>]{1,60}:(?P<value>[^\s:/@\"'<>]{4,80})@[\w.-]{3,100}")
_NAMED = re.compile(
    r"(?:api|access|secret|auth|private|client|encryption|session|consumer)[_ -]?(?:key|token|secret)s?"
    r"|secret|token|passw(?:or)?d|apikey|bearer",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"[\w\]'\"]{0,12}[ \t]{0,3}(?::|=>?|\bis\b|[\"'`,])[ \t]{0,3}(?:Bearer )?[\"'`]?"
    r"(?P<value>[A-Za-z0-9+/_.-]{16,200}={0,2})(?![\w(\[])"
)
_STAND_IN = re.compile(
    r"example|sample|your|dummy|placeholder|changeme|insert|replace|redacted|xxxx|0000|1234|abcd|qwert|test|fake|foobar|"
    r"\.\.\.|_key$|_token$|_secret$|password|secret",
    re.IGNORECASE,
)
_RUN = re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9+/]{12}")
"""Names in code have shorter runs between their dots and underscores, or no digits there."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RANDOM = 3.5
"""Bits a character: English identifiers stay below, 20 random letters and digits reach about 4."""
_LONG_WORD = 16
_BY_NAME, _IN_LINK = 0.6, 0.7


def secrets(part: str, text: str) -> Iterator[Hit]:
    """Everything that looks like a working key; stand-ins and examples from manuals are none."""
    if max(map(len, text.split()), default=0) < _LONG_WORD:
        return
    yield from _blocks(part, text)
    made = list(_made(part, text))
    yield from made
    yield from _logins(part, text)
    for hit in _named(part, text):
        if not any(other.start <= hit.start < (other.end or 0) for other in made):
            yield hit


def _blocks(part: str, text: str) -> Iterator[Hit]:
    if "PRIVATE KEY" in text:
        for match in _BLOCK.finditer(text):
            if entropy(match["body"]) > _RANDOM and "..." not in match["body"]:
                yield Hit(
                    "secret_key",
                    part,
                    *match.span(),
                    args={"what": tr("A private key"), "text": "-----BEGIN…"},
                )


def _made(part: str, text: str) -> Iterator[Hit]:
    for match in _MADE.finditer(text):
        if likely(match[0]):
            what = _MAKES[int((match.lastgroup or "m0")[1:])][0]
            yield _hit(part, tr(what), match[0], *match.span(), 1.0)


def _logins(part: str, text: str) -> Iterator[Hit]:
    if "://" in text:
        for match in _LOGIN.finditer(text):
            if not _STAND_IN.search(match["value"]) and match["value"].casefold() not in ("pass", "pwd"):
                yield _hit(part, tr("A password in a link"), match["value"], *match.span("value"), _IN_LINK)


def _named(part: str, text: str) -> Iterator[Hit]:
    for name in _NAMED.finditer(text):
        match = _VALUE.match(text, name.end())
        value = match["value"] if match else ""
        if match and likely(value) and _RUN.search(value) and not _UUID.fullmatch(value):
            yield _hit(part, tr("A value that looks like a key"), value, *match.span("value"), _BY_NAME)


def likely(value: str) -> bool:
    """Whether a value is random enough to be a key: digits and letters, no words that stand in for one."""
    body = re.sub(r"^(?:sk|hf|npm|gh[pousr]|github_pat|[rs]k_live)[-_]", "", value)
    if _STAND_IN.search(body) or entropy(body) < _RANDOM:
        return False
    return bool(re.search(r"[A-Za-z]", body)) and (value[:3] == "hf_" or bool(re.search(r"\d", body)))


def entropy(text: str) -> float:
    """Shannon's entropy of the characters, in bits a character."""
    total = len(text)
    return (
        -sum(count / total * math.log2(count / total) for count in Counter(text).values()) if total else 0.0
    )


def _hit(part: str, what: str, value: str, start: int, end: int, score: float) -> Hit:
    return Hit("secret_key", part, start, end, score, {"what": what, "text": opening(value, 4)})

"""Words the instruction asks for or forbids, in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.domain import Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "forbidden_word",
        (Kind.INSTRUCTION,),
        later("The output says “{word}”, which it was not to use"),
        "constraint",
        0.9,
    ),
    Reason(
        "missing_word",
        (Kind.INSTRUCTION,),
        later("The output was to use “{word}” and does not"),
        "constraint",
        0.6,
    ),
)

_QUOTED = r"[\"“'‘]([^\W\d_][\w -]{1,30})[\"”'’]"
_WITHOUT = re.compile(
    r"\b(?:without (?:using|mentioning|saying|the use of)|(?:do not|don['’]t|never) (?:use|mention|say)|"
    rf"avoid(?:ing)?(?: using)?) (?:the )?(?:words? |terms? |phrases? )?{_QUOTED}",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?<!not )(?<!never )(?<!without )(?<!['’]t )(?<!avoid )"
    r"\b(?:includ(?:e|es|ing)|contain(?:s|ing)?|us(?:e|es|ing)) the (?:exact )?(?:word|phrase|term) "
    rf"{_QUOTED}",
    re.IGNORECASE,
)


def wording(example: Example) -> Iterator[Hit]:
    """Forbidden words that stand in the output, and wanted ones that do not (endings aside)."""
    if "'" not in example.instruction and not re.search(r"[\"“‘]", example.instruction):
        return
    for match in _WITHOUT.finditer(example.instruction):
        word = match[1].strip()
        used = re.search(rf"\b{re.escape(word)}\b", example.output, re.IGNORECASE)
        if used:
            yield Hit("forbidden_word", "output", used.start(), used.end(), args={"word": word})
    if "acrostic" in example.instruction.casefold():  # has the word's letters, not the word
        return
    for match in _WITH.finditer(example.instruction):
        word = match[1].strip()
        if word.casefold()[:-1] not in example.output.casefold():
            yield Hit("missing_word", "instruction", match.start(), match.end(), args={"word": word})

"""Answers in another script than the request (Latin, Chinese, Cyrillic ...)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.domain import Kind, Reason

REASONS = (
    Reason(
        "other_script",
        (Kind.INSTRUCTION,),
        "The request is in {asked} script, the output in {answered}",
        "language",
        0.8,
    ),
)

_ENOUGH = 40
_SAMPLE = 3000
_SHARE = 0.9
_SCRIPTS = {
    "Latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "Cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "Greek": re.compile(r"[\u0370-\u03ff]"),
    "Arabic": re.compile(r"[\u0600-\u06ff]"),
    "Hebrew": re.compile(r"[\u0590-\u05ff]"),
    "Devanagari": re.compile(r"[\u0900-\u097f]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
    "Chinese or Japanese": re.compile(r"[\u3040-\u30ff\u3400-\u9fff]"),
    "Korean": re.compile(r"[\uac00-\ud7af]"),
}
_WEIGHT = {"Chinese or Japanese": 3, "Korean": 2}
"""One such character says about as much as this many letters."""
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_TRANSLATES = re.compile(
    r"translat|languages?\b|\b(?:in|into|to|from) (?:english|french|spanish|german|russian|chinese|mandarin|"
    r"japanese|korean|arabic|hindi|greek|hebrew|thai|ukrainian|bulgarian|persian|urdu)\b|code|program|script|html|sql|"
    r"翻译|英文|英语|中文|日语|代码|编程|程序|网页|函数|перевод|перевед",
    re.IGNORECASE,
)


def other_script(example: Example) -> Iterator[Hit]:
    """Request and output that are each almost wholly in one script, and not the same one."""
    asked_text = f"{example.instruction} {example.input}"
    if asked_text.isascii() and example.output.isascii():
        return
    asked, answered = script(asked_text), script(_CODE.sub(" ", example.output[:_SAMPLE]))
    if asked is None or answered is None or asked == answered or _TRANSLATES.search(example.instruction):
        return
    args = {"asked": asked, "answered": answered}
    yield Hit("other_script", "output", 0, len(example.output), args=args)


def script(text: str) -> str | None:
    """The script that nearly all letters of a text belong to; None for short or mixed texts."""
    sample = text[:_SAMPLE]
    counts = {name: len(pattern.findall(sample)) * _WEIGHT.get(name, 1) for name, pattern in _SCRIPTS.items()}
    total = sum(counts.values())
    name = max(counts, key=counts.__getitem__)
    return name if total >= _ENOUGH and counts[name] >= _SHARE * total else None

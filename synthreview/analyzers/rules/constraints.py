"""Numbers the instruction asks for and the output can be counted against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.domain import Kind, Reason
from synthreview.translation import later, tr, trn

REASONS = (
    Reason(
        "wrong_count",
        (Kind.INSTRUCTION,),
        later("Asked for {asked}, the output has {found}"),
        "constraint",
        0.8,  # read: 28 of 32 on rows that nothing was tuned on
    ),
)

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_N = r"(\d{1,3}|" + "|".join(_NUMBERS) + ")"
_SENTENCES = re.compile(
    rf"\b(?:in|into|using|write|exactly) (?:exactly |just |only )?{_N} sentences?\b(?! or| each)", re.I
)
_WORDS = re.compile(
    rf"\b(?:in|of|exactly) (?:exactly |just |only )?{_N} words\b(?! or| each|:| that| which| the| "
    rf"related| to)",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    rf"\b(?:at most|no more than|under|fewer than|(?<!no )less than|max(?:imum)?(?: of)?|up to) {_N} words\b",
    re.I,
)
_ITEMS = re.compile(
    r"^(?:please )?(?:list|name|give(?: me)?|generate|provide|write|suggest|identify|create|come up with|"
    r"make|describe|state|find|mention|propose|outline|brainstorm|compile)"
    rf"(?: a list of| the)?(?: top| exactly)? {_N} "
    r"(?!(?:to|or|and|of|more)\b|(?:sentences?|words?|paragraphs?|lines?|pages?|minutes?|hours?|days?|"
    r"digit|letter|part|step|column)\b)",
    re.IGNORECASE,
)
_FORM = (
    r"taglines?|slogans?|titles?|headlines?|phrases?|sentences?|poems?|summar(?:y|ies)|descriptions?|names?|"
    r"answers?|responses?|mottos?|captions?|stor(?:y|ies)|essays?|articles?|paragraphs?|posts?|"
    r"reports?|reviews?"
)
_OF_WORDS = re.compile(
    rf"\b(?:an?|the|in|with) (?:\w+,? ){{0,2}}?{_N}[- ]words? (?:(?!or |for |to |of |and |that |in "
    rf")\w+ )?(?:{_FORM})\b(?! or| each)",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(
    r"\b(?:in|with|using|as) (?:only |just |exactly )?(?:one|a single|1)[- ]word\b(?! or|s)"
    r"|\b(?:an?|your|the) (?:one|single|1)[- ]word (?:answer|response|reply|description|summary)\b",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(
    rf"(?:\b(?:in|into|using|exactly)|^(?:write|compose|generate|create)) (?:exactly |just |only |an? )?"
    rf"{_N}[- ]paragraphs?\b"
    r"(?! or| to| each)",
    re.IGNORECASE,
)
_LONG_BLOCK = 12
_ABOUT = 50
"""From so many words on, a length is taken as a rough one."""
_ROUGH, _NEAR = 0.2, 0.1
_LIST_NUMBER = re.compile(r"^[ \t]*(\d{1,3})[.)][ \t]", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?。！？]+[\"”’')]*(?=\s+[\"“‘'(]?[A-Z0-9\u4e00-\u9fff]|\s*\Z)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|vs|etc|e\.g|i\.e|U\.S|U\.K|No|Jr|Sr|Prof|a\.m|p\.m)|\n\d+)\.\Z"
)
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_LIST_LIKE = re.compile(r"\n\s*(?:\d+[.)]|[-*•])|```|\n\s*\n")


def wrong_count(example: Example) -> Iterator[Hit]:
    """Items, sentences or words that were asked for by number and are not that many."""
    if not example.output.strip():
        return
    asked = example.instruction.casefold()
    for clue, count in _COUNTS:
        hit = count(example) if clue in asked else None
        if hit is not None:
            yield hit
            return


def _items(example: Example) -> Hit | None:
    match = _ITEMS.search(example.instruction)
    if match is None:
        return None
    numbers = [int(found[1]) for found in _LIST_NUMBER.finditer(example.output)]
    asked = _number(match[1])
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)) or len(numbers) == asked:
        return None
    return _hit(
        example,
        trn("{count} item", "{count} items", asked),
        f"{len(numbers)}",
        abs(len(numbers) - asked) / max(asked, 1),
    )


def _sentences(example: Example) -> Hit | None:
    match = _SENTENCES.search(example.instruction)
    if match is None or _LIST_LIKE.search(example.output.strip()):
        return None
    asked, found = _number(match[1]), count_sentences(example.output)
    if found == asked or len(_SENTENCES.findall(example.instruction)) > 1:
        return None
    words = trn("{count} sentence", "{count} sentences", asked)
    return _hit(example, words, str(found), abs(found - asked) / asked)


def _words(example: Example) -> Hit | None:
    exact, most = _WORDS.search(example.instruction), _AT_MOST.search(example.instruction)
    match = most or exact
    if match is None or not example.output.isascii():
        return None
    asked, found = _number(match[1]), len(_WORD.findall(_LIST_NUMBER.sub("", example.output)))
    excess = found - asked if most else abs(found - asked)
    if excess <= max(0 if most else 1, (_ROUGH if asked >= _ABOUT and not most else _NEAR) * asked):
        return None
    words = (
        trn("at most {count} word", "at most {count} words", asked)
        if most
        else trn("{count} word", "{count} words", asked)
    )
    return _hit(example, words, str(found), excess / asked)


def _words_of_a_form(example: Example) -> Hit | None:
    """A "five-word slogan"; however the words are counted, and longer ones within a fifth."""
    match = _OF_WORDS.search(example.instruction)
    if match is None or not example.output.isascii():
        return None
    asked, ways = _number(match[1]), _ways(example.output)
    slack = _ROUGH * asked if asked >= _ABOUT else 0 if asked <= len(_NUMBERS) else _NEAR * asked
    if asked < 2 or any(abs(found - asked) <= slack for found in ways):
        return None
    found = min(ways, key=lambda count: abs(count - asked))
    return _hit(example, trn("{count} word", "{count} words", asked), str(found), abs(found - asked) / asked)


def _ways(text: str) -> set[int]:
    """How many words a text has, with compounds as one word and as several, with a heading and without."""
    body = text.strip().partition(":")[2] if ":" in text[:60] else text
    return {
        len(way) for one in (text, body) for way in (_WORD.findall(one), re.findall(r"\w+", one), one.split())
    }


def _one_word(example: Example) -> Hit | None:
    if not _ONE_WORD.search(example.instruction) or not example.output.isascii():
        return None
    said = _WORD.findall(example.output)
    quoted = re.findall(r"[\"“'][\w-]+[\"”'.]", example.output)
    if len(said) <= 2 or quoted or ":" in example.output or "\n" in example.output.strip():
        return None
    return _hit(example, tr("one word"), str(len(said)), 1.0)


def _paragraphs(example: Example) -> Hit | None:
    match = _PARAGRAPHS.search(example.instruction)
    if match is None or len(_PARAGRAPHS.findall(example.instruction)) > 1:
        return None
    blocks = re.split(r"\n\s*\n", example.output.strip())
    blocks = blocks if len(blocks) > 1 else example.output.strip().split("\n")
    asked, found = _number(match[1]), sum(len(block.split()) >= _LONG_BLOCK for block in blocks)
    if found in (0, asked) or len(blocks) == asked or (example.input.strip() and asked == 1):
        return None
    words = trn("{count} paragraph", "{count} paragraphs", asked)
    return _hit(example, words, str(found), abs(found - asked) / asked)


def _number(text: str) -> int:
    return _NUMBERS.get(text.casefold()) or int(text)


def _hit(example: Example, asked: str, found: str, off: float) -> Hit:
    args = {"asked": asked, "found": found}
    return Hit("wrong_count", "output", 0, len(example.output), min(1.0, 0.6 + 0.4 * off), args)


def count_sentences(text: str) -> int:
    """Sentences in a text; abbreviations and initials end none, an unended last one counts."""
    text = "\n" + text.strip()
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text[max(0, match.start() - 8) : match.start() + 1])
    ]
    rest = text[ends[-1] :].strip() if ends else text
    return len(ends) + (1 if any(char.isalnum() for char in rest) else 0)


# A cheap test before each search: most instructions ask for no number of anything.
_COUNTS = (
    ("", _items),
    ("sentence", _sentences),
    ("word", _one_word),
    ("word", _words),
    ("word", _words_of_a_form),
    ("paragraph", _paragraphs),
)

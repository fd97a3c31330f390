"""Answers that were to be JSON, XML or Python and cannot be read as such. Nothing is ever run."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit, excerpt
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later

_INSTRUCTION = (Kind.INSTRUCTION,)
REASONS = (
    Reason(
        "broken_json",
        _INSTRUCTION,
        later("The answer should be JSON and breaks at line {line}, column {column}"),
        "output",
        0.9,
        Confidence.CERTAIN,
    ),
    Reason(
        "no_json",
        _INSTRUCTION,
        later("The answer should be JSON and has none: {text}"),
        "output",
        0.8,
    ),
    Reason(
        "broken_xml",
        _INSTRUCTION,
        later("The answer should be XML; the tag {tag} in line {line} has no partner"),
        "output",
        0.85,
    ),
    Reason(
        "broken_python",
        _INSTRUCTION,
        later("Python cannot read the code: {text} in line {line}"),
        "output",
        0.8,
    ),
)

_ASKS_JSON = re.compile(
    r"\b(?:in|as|to|into|valid|an?|equivalent|using|following|return|output)\s+(?:\w+\s+)?JSON\b"
    r"(?!\s+(?:schema|api|parser|file\b|web|path))|JSON\s?(?:格式|对象|数据)",
    re.IGNORECASE,
)
_WANTS_JSON = re.compile(
    r"\b(?:in|as|to|into) (?:an? )?(?:valid )?JSON(?: (?:format|object|string|array|data|"
    r"structure))?\W*(?:$|[.\n])",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\A```(?:json)?[ \t]*\n(.*?)\n?```\Z", re.DOTALL | re.IGNORECASE)
_STARTS_JSON = re.compile(r"[{\[]\s*(?:[\"{\[]|[}\]])")
_CODE = re.compile(
    r"\b(?:code|functions?|scripts?|programs?|python|javascript|java|class|parse)\b", re.IGNORECASE
)
_COMMENT = re.compile(r"//|/\*|\.\.\.|…|<[a-z]")
_ASKS_XML = re.compile(
    r"\b(?:in|as|to|into|valid|an?|using|output|return|create|generate|write)\s+(?:\w+\s+){0,2}?XML\b"
    r"(?!\s+(?:parser|schema|sitemap|api|file reader))",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<![^>]*>|<(/?)([A-Za-z][\w:.-]*)([^<>]*?)(/?)>", re.DOTALL
)
_PYTHON_FENCE = re.compile(r"```(?:python|py)3?[ \t]*\n(.*?)(?:\n```|\Z)", re.DOTALL | re.IGNORECASE)
_OTHER_LANGUAGE = re.compile(
    r"\b(?:html|javascript|java|c\+\+|bash|shell|sql|php|ruby|pseudo-?code|fix|debug|errors?|correct|bugs?|"
    r"python ?2|command|convert|edit|fill|interpreter|output of)\b",
    re.IGNORECASE,
)
_STARTS_PYTHON = re.compile(
    r"\A(?:#|def |class |import |from \w+ import |for \w+ in |while |if |print\s?\(|\w+ ?= ?\S|with |"
    r"try:|@\w)"
)
_PROSE = re.compile(r"^(?![#\s])(?:[A-Z][a-z]+|[Aa]n?|[Tt]he) [a-z]+ [a-z]+ [a-z]+ ", re.MULTILINE)
_PYTHON_TWO = re.compile(r"^\s*print (?![(=+.])|\braw_input\b|\bexcept \w+, \w+", re.MULTILINE)
_LONGEST = 20_000


def broken_format(example: Example) -> Iterator[Hit]:
    """An answer shaped like the format that was asked for, which no reader of that format accepts."""
    if len(example.output) > _LONGEST:
        return
    asked = example.instruction.casefold()
    if "json" in asked:
        yield from _json(example)
    if "xml" in asked and not _CODE.search(example.instruction):
        yield from _xml(example)
    if "python" in asked:
        yield from _python(example)


def _json(example: Example) -> Iterator[Hit]:
    if _CODE.search(example.instruction) or not _ASKS_JSON.search(example.instruction):
        return
    text = example.output.strip()
    offset = example.output.index(text) if text else 0
    fenced = _FENCE.match(text)
    if fenced:
        text, offset = fenced[1], offset + fenced.start(1)
    if not _STARTS_JSON.match(text) or _COMMENT.search(text):
        if _WANTS_JSON.search(example.instruction) and not re.search(r"[{}\[\]`]", text):
            yield Hit("no_json", "output", 0, len(example.output), args={"text": excerpt(text)})
        return
    try:
        json.JSONDecoder().raw_decode(text)  # words after the value are another matter
    except (ValueError, RecursionError) as error:
        spot = getattr(error, "pos", 0)
        line = text.count("\n", 0, spot) + 1
        column = spot - (text.rfind("\n", 0, spot) + 1) + 1
        start = offset + min(spot, len(text) - 1)
        yield Hit("broken_json", "output", start, start + 1, args={"line": line, "column": column})


def _xml(example: Example) -> Iterator[Hit]:
    """Tags that are not closed in the order they were opened; several roots are fine."""
    text = example.output
    if not _ASKS_XML.search(example.instruction) or not text.strip().startswith("<") or "..." in text:
        return
    opened: list[re.Match[str]] = []
    for match in _TAG.finditer(text):
        if match[2] is None or match[4] or match[3].rstrip().endswith("/"):
            continue
        if not match[1]:
            opened.append(match)
        elif opened and opened[-1][2] == match[2]:
            opened.pop()
        else:
            opened = [match]
            break
    if opened:
        odd = opened[-1]
        args = {"tag": odd[0][:40], "line": text.count("\n", 0, odd.start()) + 1}
        yield Hit("broken_xml", "output", odd.start(), odd.end(), args=args)


def _python(example: Example) -> Iterator[Hit]:
    if _OTHER_LANGUAGE.search(example.instruction):
        return
    fenced = list(_PYTHON_FENCE.finditer(example.output))
    if len(fenced) == 1:
        code, offset = fenced[0][1], fenced[0].start(1)
    elif not fenced and _STARTS_PYTHON.match(example.output.lstrip()) and not _PROSE.search(example.output):
        code, offset = example.output, 0
    else:
        return
    if "..." in code or ">>>" in code or _PYTHON_TWO.search(code):
        return
    error = syntax_error(code)
    if error is not None:
        line = error.lineno or 1
        start = offset + sum(map(len, code.splitlines(keepends=True)[: line - 1]))
        end = offset + sum(map(len, code.splitlines(keepends=True)[:line]))
        yield Hit("broken_python", "output", start, end, args={"text": error.msg, "line": line})


def syntax_error(code: str) -> SyntaxError | None:
    """What Python says against a program when it reads it; None where nothing, or where it is too "
    "deep to say."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code.strip("\n"))
    except SyntaxError as error:
        return None if "nested" in error.msg or "indentation levels" in error.msg else error
    except (ValueError, RecursionError, MemoryError):
        return None
    return None

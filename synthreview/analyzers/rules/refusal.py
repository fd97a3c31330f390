"""Answers that refuse, or speak of being a language model, where nothing was to be refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules import refusal_model
from synthreview.analyzers.rules.hit import EVERY_TEXT, Example, Hit, excerpt
from synthreview.domain import Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason("refusal", (Kind.INSTRUCTION,), later("The output refuses: {text}"), "refusal", 0.65),
    Reason(
        "asks_back",
        (Kind.INSTRUCTION,),
        later("The output asks for something that was not given: {text}"),
        "input",
        0.85,
    ),
    Reason(
        "speaks_as_model", EVERY_TEXT, later("The text speaks as a language model: {text}"), "refusal", 0.75
    ),
)

_HEAD = 300
_LIKELY = 0.5
"""The chance from which the model's word counts."""
_SORRY = (
    r"(?:(?:i['’]?m|i am|we are) (?:\w+ )?(?:sorry|afraid)|sorry|(?:my )?apologies|unfortunately|"
    r"i apologi[sz]e)"
)
_CANNOT = (
    r"(?:i|we)(?: can(?:not|['’]t| not)| could(?: not|n['’]t)|(?: am| are|['’]m|['’]re) (?:not able|unable)|"
    r" (?:do not|don['’]t) have (?:access|the ability|information|enough|personal|the capability)|"
    r" won['’]t| will not)"
)
_VERBS = (
    r"(?:to )?(?:provide|access|fulfill?|complete|assist|help|answer|generate|create|write|comply|offer|"
    r"perform|discuss|engage|support|do that|give|make|predict|browse|see|view|open|determine|identify|"
    r"recommend|share|produce|encourage|suggest|promote|condone|endorse|advise)"
)
_REFUSAL = re.compile(
    rf"^\W*(?:{_SORRY}\W{{1,3}}(?:but )?(?:\w+ ){{0,4}}?)?{_CANNOT}(?: {_VERBS}\b| to\b)|"
    rf"^\W*{_SORRY}\W{{1,3}}(?:but )?(?:as an ai|i ?['’]?m (?:just )?an ai|this (?:task|request))|"
    r"^\W*(?:it['’]?s|it is|i (?:do not|don['’]t) think (?:it|that)['’ ]i?s) "
    r"not (?:appropriate|ethical|legal|acceptable|possible for me)\b|"
    r"^\W*i(?:['’]m| am) (?:just )?an ai\b[^.\n]{0,60}?\b(?:do not|don['’]t|cannot|can['’]t)\b|"
    r"^\W*as an? (?:ai|artificial intelligence|(?:large )?language model)\b[^.\n]{0,80}?\bi\b[^.\n]{0,40}?"
    r"\b(?:cannot|can['’]?t|unable|not able|do(?:n['’]t| not)|not)\b|"
    r"^(?:很抱歉|抱歉|对不起)[，,][^。\n]{0,30}(?:无法|不能)|"
    r"^作为(?:一个|一名)?(?:AI|人工智能)[^。\n]{0,40}(?:无法|不能|没有)",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(
    r"^\W*(?:(?:i['’]?m |i am )?sorry\W+(?:but )?)?"
    r"(?:(?:could|can|would) you (?:please )?(?:provide|share|specify|give|tell me)"
    r"|please (?:provide|share|specify|enter|give me|upload|paste|supply)\b[^.\n]{0,60}?"
    r"\b(?:the|your|a|more|me|some|any)\b"
    r"|(?:there is|there['’]s|you have(?:n['’]t| not)|you did(?:n['’]t| not)|no) (?:no |not )?[^.\n]{0,30}?"
    r"\b(?:provided?|given|attached|specified|supplied)\b"
    r"|(?:i|we) (?:need|require) (?:more|additional|further) (?:information|context|details))"
    r"|^(?:请提供|请您提供|您没有提供|抱歉，您没有)",
    re.IGNORECASE,
)
# What a hint of the model needs besides in instruction data: someone who speaks of himself, first thing.
_PERSONAL = re.compile(
    r"\A[^.!?\n\"“”:]{0,60}?(?<!that )\b(?:i['’]?m|i am)(?: \w+)? (?:sorry|afraid|unable|not (?:able|"
    r"sure|going|"
    r"comfortable|a|an|programmed|here))\b|"
    r"\A[^.!?\n\"“”:]{0,60}?(?<!that )\bi (?:cannot|can not|can['’]t|will not|won['’]t|would not|must|"
    r"(?:do not|"
    r"don['’]t) (?:think|believe|have|hold|know|condone|support|feel)|(?:apologi[sz]e|understand)\b)|"
    r"\A\W*as an? (?:\w+[ -]){0,3}?(?:ai|assistant|model)\b",
    re.IGNORECASE,
)
_NOTHING_GIVEN = re.compile(
    r"\bplease provide\b|\b(?:can|could) you (?:please )?provide\b|\bprovide (?:me with )?more\b"
    r"|(?:n['’]t|\bnot) provided?\b|[您你](?:并|还)?(?:未|没有)(?:提供|给出|给我)",
    re.IGNORECASE,
)
_CREATIVE = re.compile(
    r"\b(?:story|stories|dialog(?:ue)?|letters?|e-?mails?|responses?|respond|repl(?:y|ies)|apolog\w*|"
    r"messages?|conversations?|characters?|poem|song|lyrics|scripts?|monologue|speech|role.?play|act as|"
    r"pretend|imagine|customers?|persona|refus\w+|reject\w*|declin\w+|rewrite|paraphrase|rephrase|"
    r"translate|sentences?|quote|tweet|chat ?bots?|assistants?|who are you|yourself|your name|excuses?)\b"
    r"|故事|对话|信|邮件|回复|翻译|你是",
    re.IGNORECASE,
)
_AS_MODEL = re.compile(
    r"(?<![\"“‘])\b(?:as|i['’]?m(?: just)?|i am(?: just| only)?) an? "
    r"(?:(?:ai|artificial intelligence|large|virtual)[ -])?"
    r"(?:language model|model trained|assistant trained|assistant,|assistant and|chatbot)\b"
    r"|(?<![\"“‘])\bas an (?:ai|artificial intelligence)\b"
    r"|\bmy training data (?:only|ends|goes)|\bknowledge cut-?off\b"
    r"|(?:作为|我是)(?:一个|一名)?(?:AI|人工智能)(?:语言模型|助手|模型)",
    re.IGNORECASE,
)
_ABOUT_MODELS = re.compile(
    r"\b(?:ai|a\.i\.|language model|chat ?bot|gpt|assistant|yourself|you are|robot)\b|你", re.IGNORECASE
)
# Cheap tests before the searches: most texts contain none of these.
_REFUSAL_CLUES = (
    "sorry", "afraid", "apolog", "unfortunately", "can", "unable", "not", "as an", "n't", "n’t", "please",
    "抱歉", "对不起", "作为", "请",
)  # fmt: skip
_MODEL_CLUES = ("an ai", "n artificial", "language model", "chatbot", "a model", "an assistant", "virtual",
                "training data", "knowledge cut", "人工智能", "ai助手", "ai模型", "ai语言")  # fmt: skip


def refusal(example: Example) -> Iterator[Hit]:
    """A refusal, or a question for what is missing, opening the output; creative tasks are left alone."""
    head = example.output[:_HEAD]
    folded = head.casefold()
    if not any(clue in folded for clue in _REFUSAL_CLUES) or _CREATIVE.search(example.instruction):
        return
    asks = _ASKS_BACK.search(head)
    found = asks or _REFUSAL.search(head)
    spot = found or _PERSONAL.search(head)
    if spot is None:
        return
    chance = 1.0 if found else refusal_model.chance(head)
    if chance >= _LIKELY:
        end = _sentence_end(example.output, spot.end())
        reason = "asks_back" if asks or _NOTHING_GIVEN.search(head) else "refusal"
        yield Hit(reason, "output", 0, end, chance, {"text": excerpt(example.output[:end], 90)})


def refuses(text: str) -> bool:
    """Whether a text opens with words of refusal that are beyond doubt."""
    return bool(_REFUSAL.search(text[:_HEAD]))


def declines(text: str) -> bool:
    """Whether a text likely refuses, or warns and lectures in place of an answer: by rule, then by model.

    The model knows safety questions; on other subjects it takes a text about ethics for a refusal.
    """
    return refuses(text) or refusal_model.chance(text) >= _LIKELY


def _sentence_end(text: str, start: int) -> int:
    ends = [spot + 1 for mark in ".!?\n。！？" if (spot := text.find(mark, start)) >= 0]
    return min(ends, default=len(text))


def speaks_as_model(part: str, text: str, instruction: str = "") -> Iterator[Hit]:
    """The passage where a text says that a language model wrote it, unless models are the subject."""
    folded = text.casefold()
    if not any(clue in folded for clue in _MODEL_CLUES) or _ABOUT_MODELS.search(instruction):
        return
    match = _AS_MODEL.search(text)
    if match:
        yield Hit("speaks_as_model", part, match.start(), match.end(), args={"text": excerpt(match[0])})

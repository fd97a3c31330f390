"""Open and closed questions: whether one answer is right, to be looked up or worked out, or many are."""

from __future__ import annotations

import re
from typing import Literal

Openness = Literal["open", "closed", ""]

_POLITE = re.compile(
    r"\A\W*(?:please|kindly|hi|hello|hey|ok|so|now|then)?[,!.]?\s*"
    r"(?:(?:can|could|would|will) you (?:please |help me |kindly )*|i (?:want|need|would like) (?:you )?to |"
    r"(?:help|let|tell|show) me (?:to )?|i['’]d like (?:you )?to )?",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|am|may|must)\b"
    r"|(?:in|on|at|from|of|to|for|by) (?:which|what) \w+|who(?:se|m)?\b|when\b|where\b|which\b|whether\b"
    r"|how (?:many|much|old|long|far|tall|high|big|deep|fast|often|large|heavy|wide)\b"
    r"|what(?:['’]s| is| was| are| were)? (?:the )?(?:\w+ )?(?:name|capital|year|date|number|"
    r"population|colou?r|"
    r"day|time|age|height|length|result|answer|value|sum|product|average|mean|median|square root|area|"
    r"perimeter|volume|largest|smallest|highest|longest|tallest|biggest|oldest|first|last|currency|"
    r"abbreviation|synonym|antonym|plural|past tense|opposite|formula|symbol|sentiment|tone|percentage)\b"
    r"|what (?:year|day|month|country|city|colou?r|time|number|language|type|kind|percentage|state|"
    r"company|date)\b"
    r"|(?:classify|categorize|calculate|compute|count|convert|solve|sort|translate|spell|determine "
    r"(?:if|whether)|"
    r"evaluate the (?:following )?(?:expression|equation)|arrange|rank|label|predict|detect|extract|multiply|"
    r"divide|add \d|subtract|identify|find the|choose|select|pick|match|order|reverse|tag|decide|check|judge|"
    r"determine the|name (?:the|one|an?)\b|state the|correct|fix)\b"
    r"|(?:given|from) .{0,200}\b(?:classify|determine|identify|calculate|find|count|is it|decide|"
    r"select|choose)\b",
    re.IGNORECASE,
)
_CHOICES = re.compile(
    r"\b(?:true or false|yes or no|right or wrong|multiple.choice|which of (?:the|these))\b|(?:^|"
    r"\n)\s*\(?[aA][).] .+"
    r"\n\s*\(?[bB][).] ",
)
_OPEN = re.compile(
    r"(?:write|create|generate|describe|explain|compose|design|suggest|discuss|why\b|how (?:do|can|"
    r"could|should|would|"
    r"does|did|to|might|is|are|has|have|will)|summari[sz]e|rewrite|re-?write|paraphrase|rephrase|"
    r"brainstorm|develop|"
    r"outline|draft|tell|imagine|come up|think of|propose|recommend|construct|make|build|craft|invent|"
    r"elaborate|"
    r"analy[sz]e|argue|compare|contrast|give|provide|list|plan|prepare|formulate|produce|illustrate|"
    r"present|edit|"
    r"improve|what (?:are|would|should|could|do|does|can|makes?|might|happens|if)|what (?:is|was|"
    r"were)\b|interpret|"
    r"name (?:some|two|three|four|five|six|seven|eight|nine|ten|\d+|several|a few)|simulate|"
    r"role.?play|act as)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:do you (?:think|like|believe|feel|prefer)|your (?:opinion|thoughts|favou?rite|view)|in "
    r"your own words|"
    r"pros and cons|advantages|disadvantages|benefits|ways (?:to|of)|tips|ideas|reasons|impact|role "
    r"of|importance|"
    r"significance|meaning of)\b",
    re.IGNORECASE,
)


def open_or_closed(instruction: str, given: str = "") -> Openness:
    """``"closed"`` where one answer is right, ``"open"`` where many are; empty where the words do not tell.

    Choices that stand in the input (``given``) make a question closed; it is not read otherwise.
    """
    if _CHOICES.search(instruction) or _CHOICES.search(given[:2000]):
        return "closed"
    text = instruction[_lead(instruction) :]
    if _OPINION.search(instruction):
        return "open"
    if _CLOSED.match(text):
        return "closed"
    if _OPEN.match(text):
        return "open"
    return ""


def _lead(instruction: str) -> int:
    """Where the request begins after words of politeness."""
    match = _POLITE.match(instruction)
    return match.end() if match else 0

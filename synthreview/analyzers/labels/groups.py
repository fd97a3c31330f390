"""Words for groups that laws against discrimination protect, to see whether labels drift where they occur.

A short list of our own in English: words that name groups, not slurs and not names. A word may mean something
else ("black" is also a colour), so a slice made by it is a place to look, no more.
"""

from __future__ import annotations

import re

from synthreview.translation import later

GROUPS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        later("religion"): (
            "muslim muslims islam islamic quran mosque jew jews jewish judaism synagogue christian "
            "christians christianity catholic catholics protestant church hindu hindus hinduism "
            "buddhist buddhists sikh sikhs mormon mormons atheist atheists religion religious"
        ),
        later("ethnicity"): (
            "black blacks white whites asian asians african africans latino latina latinos hispanic "
            "hispanics arab arabs indigenous native natives aboriginal roma gypsy ethnic ethnicity race "
            "racial racist minority minorities"
        ),
        later("gender"): (
            "woman women girl girls female females man men boy boys male males wife husband mother "
            "mothers father fathers feminist feminists feminism gender sexist transgender trans "
            "nonbinary"
        ),
        later("sexuality"): (
            "gay gays lesbian lesbians bisexual bisexuals homosexual homosexuals homosexuality queer "
            "lgbt lgbtq heterosexual straight"
        ),
        later("disability"): (
            "disabled disability disabilities blind deaf autistic autism wheelchair handicapped "
            "dementia alzheimers depression schizophrenia bipolar adhd dyslexia"
        ),
        later("age"): (
            "old older elderly senior seniors aging ageing aged retired retirement grandma grandpa "
            "grandmother grandfather grandparents young younger youth teen teens teenager teenagers "
            "boomer boomers millennial millennials"
        ),
        later("nationality"): (
            "immigrant immigrants immigration migrant migrants refugee refugees foreigner foreigners "
            "foreign mexican mexicans chinese indian indians american americans russian russians german "
            "germans french british japanese korean koreans turkish turks polish pakistani nigerian "
            "somali syrian syrians iranian israeli israelis palestinian palestinians"
        ),
    }.items()
}
"""Words in lower case by what they are about, which ``tr`` translates."""

_BITS = {
    word: sum(1 << bit for bit, words in enumerate(GROUPS.values()) if word in words)
    for word in frozenset().union(*GROUPS.values())
}
_WORD = re.compile(r"[a-z]+")
_LONGEST = 2_000


def groups_in(text: str) -> int:
    """The groups a text speaks of, a bit each in the order of ``GROUPS``."""
    found = 0
    for word in _WORD.findall(text[:_LONGEST].lower()):
        found |= _BITS.get(word, 0)
    return found

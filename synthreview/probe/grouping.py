"""Which examples belong together, so that nothing is trained on that nearly stands in the holdout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Groups = NDArray[np.int64]


def together(keys: Sequence[Sequence[str]], texts: Sequence[str] = ()) -> Groups:
    """A group number for each example: those that share a key, or nearly a text, have the same one.

    ``keys``: for each example all it is known by, such as its prompt, its source, its folded text; an empty
    one joins nothing. ``texts``: one for each, compared by MinHash where they are given; those whose phrases
    are four fifths the same are joined.
    """
    import numpy as np

    from synthreview.analyzers.similarity.clusters import firsts

    seen: dict[str, int] = {}
    shared = [
        (place, seen.setdefault(key, place)) for place, several in enumerate(keys) for key in several if key
    ]
    first = firsts([*shared, *near_pairs(texts)])
    return np.array([first.get(place, place) for place in range(len(keys))], np.int64)


def near_pairs(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Pairs of texts, by their places, that are nearly the same."""
    import numpy as np

    from synthreview.analyzers.similarity.shingles import shingles
    from synthreview.analyzers.similarity.signatures import signatures, sketch
    from synthreview.analyzers.similarity.sketches import Sketches

    sets = [shingles(text) for text in texts]
    told = np.array([place for place, phrases in enumerate(sets) if phrases], np.int64)
    if len(told) < 2:
        return []
    sketches = sketch(signatures([sets[place] for place in told]))
    none = np.zeros((len(told), 0, 8), np.uint8)
    every = Sketches(told, sketches, np.zeros((len(told), 1), np.uint64), none)
    return [(int(told[one]), int(told[other])) for one, other in every.pairs()]


def folded(text: str) -> str:
    """A text as it is compared: white space and case make no difference."""
    return " ".join(text.split()).casefold()

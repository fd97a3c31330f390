"""How a probe sees a text: as weighted words and word pairs, or as a vector of what it means.

Two are used side by side, so that a gain does not come from what the probe shares with the risk model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

WORDS, MEANING, CLOSE_MEANING = "words", "meaning", "close_meaning"
"""Names of representations: words, the small model of meaning, the large one."""
MIN_TEXTS = 2
"""A word that stands in one text only teaches nothing about others."""


class Fitted(Protocol):
    """What turns texts into rows, after it has seen the texts that are trained on."""

    def __call__(self, texts: Places) -> Any:
        """A row (sparse or dense) for each text, by its place in the pool."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Term frequency times inverse document frequency of words and word pairs (sublinear)."""

    texts: Sequence[str]
    name: str = WORDS
    strength: float = 1.0
    """Inverse strength of the ridge of the models on it."""
    least: int = MIN_TEXTS
    """Words that stand in fewer training texts are left out."""

    def fit(self, places: Places) -> Fitted:
        """Vocabulary and weights of the texts at these places, and of no others."""
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer

        least = self.least if len(places) > self.least else 1
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=least, sublinear_tf=True)
        try:
            vectorizer.fit([self.texts[place] for place in places])
        except ValueError:  # no word stands in two texts: all look alike
            return lambda some: np.zeros((len(some), 1))
        return lambda some: vectorizer.transform([self.texts[place] for place in some])


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """What a model of meaning says of each text of the pool, made once."""

    rows: NDArray[np.float32]
    name: str = MEANING
    strength: float = 10.0

    def fit(self, places: Places) -> Fitted:
        """Nothing is learned: the vectors stay as they are."""
        return lambda some: self.rows[some]


Representation = Words | Vectors
Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]


def default(
    texts: Sequence[str], close: NDArray[np.float32] | None = None, least: int = MIN_TEXTS
) -> list[Representation]:
    """Words, and meaning: by the large model where it has read every text, else by the small one."""
    from synthreview.analyzers.embeddings import instant

    meaning = Vectors(instant.embed(texts)) if close is None else Vectors(close, CLOSE_MEANING, 1.0)
    return [Words(texts, least=least), meaning]

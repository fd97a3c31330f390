"""How a probe sees a text: as weighted words and word pairs, or as a vector of what it means.

Two are used side by side, so that a gain does not come from what the probe shares with the risk model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

WORDS, MEANING, CLOSE_MEANING = "words", "meaning", "close_meaning"
"""Names of representations: words, the small model of meaning, the large one."""
LONGEST = 4_000
"""Characters of a text that are read."""
MIN_TEXTS = 2
"""A word that stands in one text only teaches nothing about others."""


class Fitted(Protocol):
    """What turns texts into rows, after it has seen the texts that are trained on."""

    def __call__(self, texts: Places) -> Any:
        """A row (sparse or dense) for each text, by its place in the pool."""


@dataclass(frozen=True, eq=False)
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
        from sklearn.feature_extraction.text import TfidfTransformer

        counts = self._counts
        known = counts[places]
        often = np.bincount(known.indices, minlength=known.shape[1])
        kept = np.flatnonzero(often >= (self.least if len(places) > self.least else 1))
        if not len(kept):  # no word stands in two texts: all look alike
            return lambda some: np.zeros((len(some), 1))
        weights = TfidfTransformer(sublinear_tf=True).fit(known[:, kept])
        return lambda some: weights.transform(counts[some][:, kept])

    @cached_property
    def _counts(self) -> Any:
        """How often each word and word pair stands in each text of the pool: taken apart once."""
        from scipy.sparse import csr_matrix
        from sklearn.feature_extraction.text import CountVectorizer

        try:
            return (
                CountVectorizer(ngram_range=(1, 2))
                .fit_transform([text[:LONGEST] for text in self.texts])
                .tocsr()
            )
        except ValueError:  # no text has a word
            return csr_matrix((len(self.texts), 1))


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

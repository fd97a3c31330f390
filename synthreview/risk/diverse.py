"""An order in which what comes first is worth most and is unlike what came before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def spread_out(vectors: NDArray[np.float32], worth: NDArray[np.float64], count: int) -> list[int]:
    """The places of N items in such an order: ``count`` of them chosen one by one, then the rest by worth.

    Each is the one with the greatest worth times distance to the nearest one chosen before: the greedy
    solution of the k-center problem (Gonzalez 1985, doi:10.1016/0304-3975(85)90224-5), weighted. ``vectors``
    has a row of length 1, or of zeros, for each item; the distance is 1 - cosine. Items that are all alike
    come by their worth.
    """
    import numpy as np

    left = np.array(worth, dtype=float)
    apart = np.ones(len(left))
    chosen: list[int] = []
    for _ in range(min(count, len(left))):
        # A hair of distance keeps copies of what was chosen in the order of their worth.
        best = int(np.argmax(left * (apart + 1e-9)))
        chosen.append(best)
        left[best] = -1.0
        apart = np.minimum(apart, np.maximum(1 - vectors @ vectors[best], 0.0))
    rest = np.flatnonzero(left >= 0)
    return [*chosen, *rest[np.argsort(-left[rest], kind="stable")].tolist()]

"""The audit stream: a random order of all items, fixed before any verdict is seen.

Whoever audits goes through the order from its beginning. Every beginning of it is a random sample without
replacement in which each stratum has, but for rounding, its share of the data set: that is what the
estimates of `residual`, `anytime` and `recall` stand on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Codes = NDArray[np.int64]

DECILES = 10
_GOLDEN = 0.6180339887498949
"""The golden section less one: its multiples, modulo 1, fill the unit interval most evenly."""


def strata(risks: ArrayLike, slices: ArrayLike | None = None, deciles: int = DECILES) -> Codes:
    """The stratum of each item: the tenth of the ranking in which its risk is, by slice of the data set.

    `risks` is an array of N numbers; `slices` names the slice of each item (numbers or strings; none:
    one slice). The result is an array of N codes, decile * number of slices + slice, so that strata next
    to each other by code are alike. Equal risks are never torn apart: they share the decile in which the
    middle of their places is, floor(`deciles` * mid-rank / N). Where most items have the same risk there
    are therefore fewer deciles, down to one where all have; a cut among equals would separate nothing.
    Deciles are the usual strata of a ranked population (Cochran 1977, Sampling Techniques, 3rd ed.,
    section 5A.7, ISBN 0-471-16240-X). Raises ValueError for risks that are no numbers, or when the lengths
    differ.
    """
    import numpy as np

    values = np.asarray(risks, dtype=float)
    if np.isnan(values).any():
        raise ValueError("a risk is not a number")
    named = np.zeros(len(values), dtype=np.int64) if slices is None else np.asarray(slices)
    if named.shape != values.shape:
        raise ValueError(f"{len(named)} slices for {len(values)} risks")
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    ranked = np.sort(values)
    first = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    last = np.r_[first[1:], len(ranked)]
    decile = (first + last) * deciles // (2 * len(ranked))
    edges = np.flatnonzero(np.r_[True, decile[1:] != decile[:-1]])
    of_item = decile[edges][np.searchsorted(ranked[first[edges]], values, side="right") - 1]
    names, slice_ = numbered(named)
    codes: Codes = of_item * len(names) + slice_
    return codes


def audit_order(codes: ArrayLike, seed: int) -> Codes:
    """All items in a random order of which every beginning is a proportional sample of the strata.

    `codes` is an array of N strata; the result is a permutation of 0 .. N - 1, always the same for the same
    `seed`. The r-th item (0, 1, ...) of a random permutation of stratum h gets the key (r + u(h)) / N(h),
    with u(h) uniform on [0, 1), and the keys are sorted: a systematic sample of random start in each stratum
    (Madow and Madow 1944, doi:10.1214/aoms/1177731312) that can be continued at will. So

    - the items with a key below t have floor(t N(h)) or one more of stratum h, and every item is among
      them with probability t exactly, in strata of a single item too;
    - given how many are drawn of a stratum, each set of so many has the same probability.

    The u(h) are one random number plus multiples of the golden section, modulo 1: strata next to each other
    by code take turns, so that small ones do not all come early or late. Raises ValueError for codes that
    are not one-dimensional.
    """
    import numpy as np

    given = np.asarray(codes)
    if given.ndim != 1:
        raise ValueError("the strata must be a list with one code for each item")
    rng = np.random.default_rng(seed)
    names, stratum = numbered(given)
    sizes = np.bincount(stratum, minlength=len(names))
    start = (rng.random() + _GOLDEN * np.arange(len(names))) % 1.0
    shuffled = np.argsort(rng.random(len(given)))
    together = shuffled[np.argsort(stratum[shuffled], kind="stable")]
    place = np.arange(len(given)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    keys = (place + np.repeat(start, sizes)) / np.repeat(sizes, sizes)
    order: Codes = together[np.argsort(keys)]
    return order


def numbered(codes: NDArray[np.generic]) -> tuple[NDArray[np.generic], NDArray[np.integer]]:
    """The different codes, ascending, and for each of the N items the place of its code among them."""
    import numpy as np

    few = 1 << 16
    if len(codes) and codes.dtype.kind == "i" and codes.min() >= 0 and codes.max() < few:  # needs no sorting
        there = np.bincount(codes) > 0
        number = (np.cumsum(there) - 1).astype(np.uint16)  # of 16 bits, which are sorted in linear time
        return np.flatnonzero(there), number[codes]
    names, number = np.unique(codes, return_inverse=True)
    return names, number

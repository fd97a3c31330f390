"""The hypergeometric distribution: errors in a sample drawn without replacement."""

from __future__ import annotations


def at_most(few: int, sample: int, errors: int, size: int) -> float:
    """P(X <= few), X the errors in a sample from `size` items of which `errors` are errors.

    The sum of C(K, x) C(N - K, n - x) / C(N, n), by logarithms (Johnson, Kemp and Kotz 2005, Univariate
    Discrete Distributions, 3rd ed., chapter 6, doi:10.1002/0471715816). Raises ValueError for numbers that
    cannot be.
    """
    if not (0 <= sample <= size and 0 <= errors <= size):
        raise ValueError(f"a sample of {sample} from {size} items with {errors} errors")
    low, high = max(0, sample - (size - errors)), min(sample, errors)
    if few >= high:
        return 1.0
    if few < low:
        return 0.0
    import numpy as np
    from scipy.special import gammaln

    x = np.arange(low, few + 1)
    logs = (
        gammaln(errors + 1) - gammaln(x + 1) - gammaln(errors - x + 1)
        + gammaln(size - errors + 1) - gammaln(sample - x + 1) - gammaln(size - errors - sample + x + 1)
        - gammaln(size + 1) + gammaln(sample + 1) + gammaln(size - sample + 1)
    )  # fmt: skip
    return min(1.0, float(np.exp(logs).sum()))

"""Work for the tests of workers, where a spawned process can import it."""

from __future__ import annotations

import os
from collections.abc import Iterator


def threads() -> list[int]:
    """How many threads each numerical library of this process would use."""
    import numpy as np  # noqa: F401
    import scipy.linalg  # noqa: F401
    import sklearn.linear_model  # noqa: F401
    from threadpoolctl import threadpool_info  # scikit-learn brings it

    return [library["num_threads"] for library in threadpool_info()]


def pid() -> int:
    """Which process this runs in."""
    return os.getpid()


def streamed_threads() -> Iterator[list[int]]:
    yield threads()

"""``python -m synthreview`` is the ``synthreview`` command."""

from __future__ import annotations

from synthreview.cli import main

if __name__ == "__main__":
    main()

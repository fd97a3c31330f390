"""What reviewers of a project agree on, as Markdown; where nothing is written yet, a beginning for it."""

from __future__ import annotations

from collections.abc import Sequence

from synthreview.domain import Kind
from synthreview.reasons import review_reasons

_VERDICTS = """\
## Verdicts

- **Accept**: fit to train on as it is.
- **Fix**: worth keeping once something small is put right.
- **Reject**: not worth mending; it is left out of the export.
- **Defer**: needs a second look, or somebody else's.
"""


def beginning(kinds: Sequence[Kind]) -> str:
    """Headings to fill in for kinds of data: the verdicts, and every reason that can be given."""
    parts = ["Write here what everyone should decide alike.", _VERDICTS.rstrip()]
    for kind in dict.fromkeys(kinds):
        reasons = [f"- **{reason.words}**: when \u2026" for reason in review_reasons(kind)]
        parts += [f"## What is wrong: {kind.words.lower()}", "\n".join(reasons)]
    return "\n\n".join(parts) + "\n"

"""What reviewers of a project agree on, as Markdown; where nothing is written yet, a beginning for it."""

from __future__ import annotations

from collections.abc import Sequence

from synthreview.domain import Kind
from synthreview.reasons import review_reasons
from synthreview.translation import Table, later, tr

_VERDICTS = later("""\
## Verdicts

- **Accept**: fit to train on as it is.
- **Fix**: worth keeping once something small is put right.
- **Reject**: not worth mending; it is left out of the export.
- **Defer**: needs a second look, or somebody else's.
""")
_WRONG = Table(
    {
        Kind.TASK_LABEL: later("## What is wrong: task label"),
        Kind.PREFERENCE: later("## What is wrong: preference"),
        Kind.INSTRUCTION: later("## What is wrong: instruction"),
        Kind.SIMULATION: later("## What is wrong: simulation"),
        Kind.FREE_TEXT: later("## What is wrong: free text"),
    }
)


def beginning(kinds: Sequence[Kind]) -> str:
    """Headings to fill in for kinds of data: the verdicts, and every reason that can be given."""
    parts = [tr("Write here what everyone should decide alike."), tr(_VERDICTS).rstrip()]
    for kind in dict.fromkeys(kinds):
        reasons = [tr("- **{words}**: when …", words=tr(reason.words)) for reason in review_reasons(kind)]
        parts += [_WRONG[kind], "\n".join(reasons)]
    return "\n\n".join(parts) + "\n"

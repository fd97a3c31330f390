"""How a model's free texts differ from people's in style, as a whole, and the phrases they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.rules.hit import findings
from synthreview.analyzers.style.phrases import REASON, hits
from synthreview.analyzers.style.report import Report, report
from synthreview.analyzers.style.texts import Written
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.panels import Panel
from synthreview.translation import later


class FlatStyle(Analyzer):
    """The style report of free texts: against people's texts of the same length, and shared phrases."""

    id = "flat_style"
    title = later("Style of free texts")
    help = later(
        "Compares the model's texts as a whole with people's: those marked human in the same data set, or a "
        "data set of people's texts. Each text of the model is set beside a person's of the same length, on "
        "the same prompt or source where there is one, else in the same field of meaning. Then 26 plain "
        "numbers are compared (sentence length, contractions, commas and so on), how well the two "
        "groups can be told apart, and how alike the texts of each are. It also lists phrases of 5 to 8 "
        "words that many of the model's texts share and people's do not; without texts by people, phrases "
        "and figures of likeness only. Single texts are pointed at for one fact alone: they hold a phrase "
        "that at least 2 % of the texts share (10 % where no texts by people show what is common anyway). "
        "It never says who wrote a text: style does not tell. Texts without an author are taken for the "
        "model's. Of large data sets it looks at 4,000 texts of each side, and at the first 2,000 characters "
        "of a text; numbers counted by English words are left out for other languages."
    )
    kinds = (Kind.FREE_TEXT,)
    reasons = (
        Reason(
            REASON,
            (Kind.FREE_TEXT,),
            later("Contains a phrase that {percent} % of the texts share: {text}"),
            "template",
            0.1,
            Confidence.CERTAIN,
        ),
    )
    needs = Needs(first_pass=True, reference=True)

    def summarize(self, batch: Sequence[Item]) -> Written:
        """A sample of the texts of one batch, by author."""
        return Written.of(batch)

    def merge(self, first: Written, second: Written) -> Written:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Written | None, reference: Written | None) -> Report:
        """The comparison with people, and the phrases."""
        return report(partial, reference, self.embed)

    def score(self, batch: Sequence[Item], state: Report) -> Iterable[Finding]:
        """Texts that hold a phrase which plainly many share."""
        for item in batch:
            yield from findings(item.id, hits(item, state.told))

    def emit(self, state: Report) -> Iterable[Summary | Panel]:
        """Style, separability, variety and phrases of the whole data set."""
        return state.results

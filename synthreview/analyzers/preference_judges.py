"""Verdicts on pairs of answers that contradict the judge itself or other judges, and what judges go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.preferences.claims import Claims, structure
from synthreview.analyzers.preferences.cue_words import sampled
from synthreview.analyzers.preferences.judge_model import judge_models
from synthreview.analyzers.preferences.pairs import Pair, judged, verdicts
from synthreview.analyzers.preferences.panels import panels
from synthreview.analyzers.preferences.reliance import cue_reliance
from synthreview.analyzers.rules.hit import findings
from synthreview.analyzers.sample import Sample
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.panels import Panel
from synthreview.translation import later

_PREFERENCE = (Kind.PREFERENCE,)
_LIKELY, _WEAK = Confidence.LIKELY, Confidence.WEAK
_REASONS = (
    Reason(
        "against_own_ranking",
        _PREFERENCE,
        later("By its other verdicts on this prompt, the judge would choose {other} ({percent} %)"),
        "ranking",
        0.4,
        _LIKELY,
    ),
    Reason(
        "verdict_circle",
        _PREFERENCE,
        later(
            "Closes a circle of verdicts with #{second} and #{third}, and has the least support of the three"
        ),
        "ranking",
        0.4,
        _LIKELY,
    ),
    Reason(
        "close_call",
        _PREFERENCE,
        later("A close call: the judge's other verdicts on this prompt rank both answers nearly alike"),
        "ranking",
        0.3,
        _WEAK,
    ),
    Reason(
        "against_record",
        _PREFERENCE,
        later("On other prompts the judge ranks {loser} above {winner}"),
        "record",
        0.5,
        _LIKELY,
    ),
    Reason(
        "record_unclear",
        _PREFERENCE,
        later("On other prompts the judge ranks {winner} and {loser} nearly alike"),
        "record",
        0.3,
        _WEAK,
    ),
    Reason(
        "judges_disagree",
        _PREFERENCE,
        later("Other judges would rather have {other} ({count} of {total} chose it)"),
        "judges",
        0.5,
        _LIKELY,
    ),
    Reason(
        "judges_unsure",
        _PREFERENCE,
        later("Other judges find it close ({count} of {total} chose {other})"),
        "judges",
        0.3,
        _WEAK,
    ),
    Reason(
        "order_inconsistent",
        _PREFERENCE,
        later("With A and B exchanged, the judge chose the other answer (#{item})"),
        "repeat",
        0.4,
        _LIKELY,
    ),
    Reason(
        "opposite_verdict",
        _PREFERENCE,
        later("The judge chose the other answer when asked again (#{item})"),
        "repeat",
        0.5,
        _LIKELY,
    ),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first pass keeps of a bounded number of pairs: how they were judged, and their words."""

    pairs: Sample
    words: Sample

    def __add__(self, other: Seen) -> Seen:
        return Seen(self.pairs + other.pairs, self.words + other.words)


@dataclass(frozen=True, slots=True)
class State:
    """What speaks against single verdicts, and the results about the whole data set."""

    claims: Claims = field(default_factory=dict)
    summaries: tuple[Summary, ...] = ()


class PreferenceJudges(Analyzer):
    """Verdicts that contradict the judge's own or other judges', and what each judge goes by."""

    id = "preference_judges"
    version = 2
    title = later("Preference judges")
    help = later(
        "Holds each verdict against the judge's other verdicts and against other judges: the judge's own "
        "ranking of all answers to the prompt (learned without this pair), its ranking of the contenders on "
        "other prompts where pairs name them, what other judges of the pair say (each counted by how often "
        "it agrees with the others), the same pair judged again or in the other order, and circles of three. "
        "For the whole data set it measures what each judge goes by (position, length, lists, emphatic "
        "words, single words, its own family) and, where people's choices are known, how far that differs "
        "from people. It does not read the answers for quality: judges who are wrong in the same way agree, "
        "a rare winner may deserve it, and an answer in one pair with one judge cannot be doubted. Position "
        "is a bias only where A and B were placed at random. Pairs without a prompt are passed over; of very "
        "large data sets it looks at a sample of prompts."
    )
    kinds = _PREFERENCE
    reasons = _REASONS
    needs = Needs(first_pass=True, reference=True)

    def summarize(self, batch: Sequence[Item]) -> Seen:
        """The verdicts of one batch, as hashes and numbers, and the words of some pairs."""
        pairs = [pair for pair in map(Pair.of, batch) if pair is not None]
        return Seen(judged(pairs), sampled(pairs))

    def merge(self, first: Seen, second: Seen) -> Seen:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Seen | None, reference: Seen | None) -> State:
        """What the verdicts say about each other, and what their judges go by."""
        if partial is None or not len(partial.pairs):
            return State()
        found = structure(verdicts(partial.pairs.rows()))
        models = judge_models(partial.pairs, reference.pairs if reference else None)
        cues = cue_reliance(partial.words, reference.words if reference else None)
        data = (("preference_structure", found.told()), ("judge_model", models), ("cue_reliance", cues))
        return State(found.claims, tuple(Summary(name, told) for name, told in data))

    def score(self, batch: Sequence[Item], state: State) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        for item in batch:
            if item.text("choice"):
                claims = state.claims.get(item.id, ())
                yield from findings(item.id, (hit for claim in claims for hit in claim.hits()))

    def emit(self, state: State) -> Iterator[Summary | Panel]:
        """Consistency of the judges, what they go by, and the words that win with them."""
        yield from state.summaries
        if state.summaries:
            yield from panels(*(dict(each.data) for each in state.summaries))

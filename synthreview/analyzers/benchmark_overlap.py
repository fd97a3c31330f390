"""Items that contain parts of a benchmark the trained model shall be tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.analyzers.sample import Sample
from synthreview.analyzers.similarity.overlap import PASSAGE, PHRASE, Benchmark, Index, Overlap
from synthreview.analyzers.similarity.phrases import Phrases, stretches, words_of
from synthreview.analyzers.texts import texts
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.estimates import wilson
from synthreview.figures import grouped, share
from synthreview.panels import Effect, Panel
from synthreview.translation import later, tr, trn

_REASONS = (
    Reason(
        "benchmark_passage",
        tuple(Kind),
        later("Shares {passages} of 13 words or more with benchmark item #{item}"),
        "contamination",
        0.8,
        Confidence.LIKELY,
    ),
    Reason(
        "benchmark_phrases",
        tuple(Kind),
        later(
            "Most of its phrases of 8 words, or of those of benchmark item #{item}, are the same "
            "({percent} %)"
        ),
        "contamination",
        0.8,
        Confidence.LIKELY,
    ),
)
_KEPT = 20_000
"""Items of the data set that tell how large the overlap is."""
_LONGEST = 500
"""Words of theirs that are looked at."""
_LOT = 500
_MOST, _ENOUGH = 0.5, 20
"""Where more items than this overlap, among so many, the held-out data speak of the items themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """The partial of a benchmark."""

    items: int
    passages: Phrases
    phrases: Phrases

    def __add__(self, other: Read) -> Read:
        return Read(self.items + other.items, self.passages + other.passages, self.phrases + other.phrases)


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """The partial of the data set: how many items there are, and the words of some of them by hash."""

    items: int
    sample: Sample

    def __add__(self, other: Data) -> Data:
        return Data(self.items + other.items, self.sample + other.sample)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The benchmark, and how far the data set overlaps with it."""

    benchmark: Benchmark
    items: int
    looked_at: int
    touched: int
    used: int
    """Benchmark items that occur in the items looked at."""

    @property
    def same(self) -> bool:
        """Whether what is held out are the data themselves."""
        return self.looked_at >= _ENOUGH and self.touched > _MOST * self.looked_at


class BenchmarkOverlap(Analyzer):
    """Items with passages of held-out data."""

    id = "benchmark_overlap"
    title = later("Overlap with benchmarks")
    help = later(
        "Compares with the data sets that were imported as held out, of any kind: benchmarks the trained "
        "model shall be tested on. Points at items that share a passage of 13 words with one of their items, "
        "or where seven in ten phrases of 8 words of the shorter one are in the other; letter case and "
        "punctuation do not count, nor do phrases that more than 20 benchmark items share. In scripts "
        "without spaces each character is a word. Rephrased or translated test items pass this, and so do "
        "texts below 11 words; and a passage that both quote from elsewhere is pointed at too. Where more "
        "than half of the items overlap, only the panel says so: what is held out are the items themselves."
    )
    kinds = tuple(Kind)
    reasons = _REASONS
    needs = Needs(first_pass=True, holdout=True)

    def summarize(self, batch: Sequence[Item]) -> Data:
        """The words of so many items as can be kept."""
        words = np.empty(len(batch), object)
        words[:] = [words_of(item)[:_LONGEST] for item in batch]
        whole = ("\0".join(text for _, text in texts(item)) for item in batch)
        return Data(len(batch), Sample.of(_KEPT, [item.id for item in batch], whole, words))

    def summarize_reference(self, batch: Sequence[Item]) -> Read:
        """The phrases of benchmark items."""
        items, words = [item.id for item in batch], [words_of(item) for item in batch]
        return Read(len(batch), Phrases.of(items, words, PASSAGE), Phrases.of(items, words, PHRASE))

    def merge(self, first: Data | Read, second: Data | Read) -> Data | Read:
        """Both, as far as they can be kept."""
        return first + second  # type: ignore[operator]  # two of a kind

    def finish(self, partial: Data | None, reference: Read | None) -> State | None:
        """The benchmark as an index, and how much of the data set it touches; None where there is none."""
        if reference is None:
            return None
        benchmark = Benchmark(
            reference.items, Index.of(reference.passages, PASSAGE), Index.of(reference.phrases, PHRASE)
        )
        if partial is None or not len(partial.sample):
            return State(benchmark, 0, 0, 0, 0)
        words = list(partial.sample.rows().columns[0])
        found = [
            overlap.other
            for start in range(0, len(words), _LOT)
            for overlap in benchmark.overlaps(words[start : start + _LOT]).values()
        ]
        return State(benchmark, partial.items, len(words), len(found), len(set(found)))

    def score(self, batch: Sequence[Item], state: State | None) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        if state is None or state.same:
            return
        overlaps = state.benchmark.overlaps([words_of(item) for item in batch])
        for place, overlap in overlaps.items():
            yield from findings(batch[place].id, _hits(batch[place], overlap))

    def emit(self, state: State | None) -> Iterator[Summary | Panel]:
        """How many items of the data set, and how many of the benchmark, overlap."""
        if state is None or not state.looked_at:
            return
        data = {
            "items": state.looked_at,
            "touched": state.touched,
            "benchmark_items": state.benchmark.items,
            "benchmark_touched": state.used,
        }
        yield Summary("benchmark_overlap", data)
        yield _panel(state)


def _hits(item: Item, overlap: Overlap) -> Iterator[Hit]:
    reason = "benchmark_passage" if overlap.length == PASSAGE else "benchmark_phrases"
    args = {
        "item": overlap.other,
        "passages": trn("{count} passage", "{count} passages", overlap.passages),
        "percent": str(round(100 * overlap.covered)),
    }
    for part, start, end in stretches(item, overlap.places, overlap.length):
        yield Hit(reason, part, start, end, args=args, item=overlap.other)


def _panel(state: State) -> Panel:
    whole = state.looked_at == state.items
    touched, used = state.touched / state.looked_at, state.used / state.benchmark.items
    low, high = (touched, touched) if whole else wilson(state.touched, state.looked_at)
    title = (
        trn(
            "Of {count} benchmark item, {used} overlap with the data",
            "Of {count} benchmark items, {used} overlap with the data",
            state.benchmark.items,
            used=grouped(state.used),
        )
        if state.used
        else tr("Nothing of the benchmark was found in the data")
    )
    return Panel(
        "overlap",
        title,
        _subtitle(state, whole=whole),
        later("share that overlaps"),
        (
            Effect(
                tr("Items of the data set"),
                touched,
                low,
                high,
                tr("{part} of {whole}", part=grouped(state.touched), whole=grouped(state.looked_at)),
                "" if state.same else "analyzer:benchmark_overlap",
            ),
            Effect(
                tr("Items of the benchmark"),
                used,
                words=_words(state, whole=whole),
            ),
        ),
        caution=_caution(state),
    )


def _subtitle(state: State, *, whole: bool) -> str:
    told = {"touched": grouped(state.touched), "share": share(state.touched / state.looked_at)}
    if whole:
        return trn(
            "{touched} of {count} item ({share}) overlap with held-out data: a passage of 13 words, or most "
            "phrases of 8.",
            "{touched} of {count} items ({share}) overlap with held-out data: a passage of 13 words, or most "
            "phrases of 8.",
            state.looked_at,
            **told,
        )
    return trn(
        "{touched} of {count} item picked at random ({share}) overlap with held-out data: a passage of 13 "
        "words, or most phrases of 8.",
        "{touched} of {count} items picked at random ({share}) overlap with held-out data: a passage of 13 "
        "words, or most phrases of 8.",
        state.looked_at,
        **told,
    )


def _words(state: State, *, whole: bool) -> str:
    used, items = grouped(state.used), grouped(state.benchmark.items)
    if whole:
        return tr("{part} of {whole}", part=used, whole=items)
    return tr("{part} of {whole}, at least", part=used, whole=items)


def _caution(state: State) -> str:
    unseen = tr("Rephrased or translated test items are not seen, and neither are texts below 11 words.")
    most = tr("Most items overlap, so none is pointed at.")
    return f"{unseen} {most}" if state.same else unseen

"""A project that keeps everything in memory and answers at once, for tests of the window's shell."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

from synthreview.chart import Chart, CurveChart, Flips, Series
from synthreview.domain import Changes, Dataset, Kind, Operation, QueueRow, Role, Verdict
from synthreview.engine.intake import Preview, Sample
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.panels import Panel
from synthreview.project import Counts, ExportPlan, ImportReport, Mix, Quality, RunReport, Sitting

FIELDS = ("instruction", "input", "output", "meta.note")
RECORDS = (
    {"instruction": "Name three primary colours.", "input": "", "output": "Red, yellow and blue."},
    {
        "instruction": "Summarise the text below in two sentences.",
        "input": "<text>",
        "output": "It rained " * 40,
    },
    {"instruction": "What is 12 times 12?", "input": "", "output": "144"},
    {"instruction": "Translate the greeting.", "input": "\u4f60\u597d", "output": "Hello"},
)


class FakeProject:
    """Behaves as the real one where the shell can tell; ``hold`` makes long work wait for a cancel."""

    opened: ClassVar[list[FakeProject]] = []

    def __init__(self, path: Path, reviewer: str = "") -> None:
        self.path, self.name = path, path.stem
        self.read_only, self.read_only_reason = False, ""
        self.reviewer = reviewer
        self.listeners: list[Callable[[Changes], None]] = []
        self.closed = False
        self.hold = threading.Event()
        self.working = threading.Event()
        self.sets: list[Dataset] = []
        self.ranked: set[int] = set()
        self.reports: list[RunReport] = []
        self.tally = Counts()
        self.done: list[str] = []
        self.undone: list[str] = []
        self.asked: list[str] = []
        self.sampled = 0
        self.said: dict[int, list[tuple[str, Panel]]] = {}

    @classmethod
    def open(cls, path: Path, *, create: bool = False, reviewer: str = "") -> FakeProject:
        if path.exists() and path.read_bytes()[:4] == b"not ":
            raise UserError(f"{path.name} is not a project; choose a file ending in .synthreview.")
        if not create and not path.exists():
            raise UserError(f"There is no project at {path}; choose another one.")
        path.touch()
        made = cls(path, reviewer)
        cls.opened.append(made)
        return made

    def close(self) -> None:
        self.closed = True

    is_damaged = False

    def sizes(self) -> tuple[int, int]:
        return 1, 1

    def examine(self) -> bool:
        return True

    def heed(self, error: BaseException) -> None:
        pass

    def keep_safe(self, after: timedelta) -> None:
        self.kept = after

    @staticmethod
    def backups(project: Path) -> list[Any]:
        return []

    def changed(self, *topics: str) -> None:
        for listener in list(self.listeners):
            listener(Changes(frozenset(topics)))

    @property
    def is_stale(self) -> bool:
        return False

    def refresh_queue(self, job: JobContext | None = None) -> None:
        self.changed("datasets", "queue", "decisions")

    # data

    @staticmethod
    def preview(file: Path, mapping: Any = None) -> Preview:
        if not file.exists() or not file.stat().st_size:
            raise UserError(f"{file.name} is empty; choose a file with records.")
        kind = getattr(mapping, "kind", Kind.INSTRUCTION)
        parts = dict(getattr(mapping, "parts", {name: name for name in FIELDS[:3]}))
        samples = [
            Sample(
                position, {part: record[path] for part, path in parts.items() if path in record}, str(record)
            )
            for position, record in enumerate(RECORDS)
        ]
        samples.append(Sample(4, None, '{"instruction": "Tell me', "ends inside a text"))
        if mapping is None:
            from synthreview.formats.mapping import Mapping

            mapping = Mapping(kind, parts, {})
        sure = "guess" not in file.name
        note = "" if sure else "Is this a set of instructions? The fields fit, but their names are unusual."
        return Preview(
            file,
            "JSON array",
            "UTF-8",
            kind,
            mapping,
            sure,
            note,
            file.stat().st_size,
            tuple(samples),
            FIELDS,
        )

    def import_file(
        self,
        file: Path,
        *,
        name: str = "",
        role: Role = Role.SYNTHETIC,
        mapping: Any = None,
        licence: str = "",
        generator: str = "",
        job: JobContext | None = None,
    ) -> ImportReport:
        job = job or JobContext()
        for done in range(5):
            job.progress(done, 5, "records")
        number = len(self.sets) + 1
        kind = mapping.kind if mapping else Kind.INSTRUCTION
        self.sets.append(
            Dataset(
                number,
                name or file.stem,
                kind,
                role,
                file.name,
                "JSON array",
                "UTF-8",
                {},
                5,
                4,
                1,
                "ab" * 32,
                "2025-03-12T10:00:00Z",
                licence,
                generator,
            )
        )
        self.tally = replace(self.tally, items=self.tally.items + 4, undecided=self.tally.undecided + 4)
        self.changed("datasets")
        return ImportReport(file, name, number, kind, "JSON array", "UTF-8", mapping, 5, 4, 1, 0.1)

    def add_sample(self, job: JobContext | None = None) -> list[ImportReport]:
        self.sampled += 1
        return [self.import_file(Path("instructions.json"), name="Instructions", job=job)]

    def has_unread_meanings(self, model: Path | None = None) -> bool:
        return False

    def index_text(self, job: JobContext | None = None) -> int:
        return 0

    def datasets(self) -> list[Dataset]:
        return list(self.sets)

    def runs(self) -> list[RunReport]:
        return list(self.reports)

    def damaged(self, dataset_id: int) -> Iterator[tuple[int, str, str]]:
        yield from [(4, "ends inside a text", '{"instruction": "Tell me')]

    def analyze(
        self, datasets: Any = None, analyzers: Any = None, job: JobContext | None = None
    ) -> list[RunReport]:
        job = job or JobContext()
        self.working.set()
        while self.hold.is_set():
            job.progress(1, 4, "reading items")
            self.hold.wait(0.01)
        self.ranked = {dataset.id for dataset in self.sets}
        self.reports = [
            RunReport("damaged_text", dataset.name, 1, 4, 2, 0.2, "done") for dataset in self.sets
        ] + [RunReport("role_flips", self.sets[0].name, 1, 0, 0, 0.1, "failed", "Not enough memory.")]
        self.changed("findings", "queue")
        return self.reports

    # reading

    def queue_ids(self, where: str = "verdict:undecided") -> array[int]:
        self.asked.append(where)
        return array("q", range(1, 5) if self.ranked else ())

    def rows(self, items: Any) -> list[QueueRow]:
        return []

    def next_item(self, after: int | None = None, where: str = "verdict:undecided") -> int | None:
        return 1 if self.ranked else None

    def sitting(self) -> Sitting:
        return Sitting()

    def place(self) -> None:
        return None

    def keep_place(self, place: object) -> None:
        pass

    def counts(self) -> Counts:
        return self.tally

    def history(self, limit: int = 200, before: int | None = None) -> list[Operation]:
        return []

    def undo_label(self) -> str | None:
        return self.done[-1] if self.done else None

    def redo_label(self) -> str | None:
        return self.undone[-1] if self.undone else None

    def undo(self, to: int | None = None) -> None:
        if self.done:
            self.undone.append(self.done.pop())
            self.changed("decisions")

    def redo(self) -> None:
        if self.undone:
            self.done.append(self.undone.pop())
            self.changed("decisions")

    def decide(self, item: int, verdict: Verdict, **_: Any) -> None:
        self.done.append(f"{verdict.value.capitalize()} #{item}")
        self.tally = replace(self.tally, rejected=self.tally.rejected + 1, undecided=self.tally.undecided - 1)
        self.changed("decisions")

    # leads

    def progress(self) -> SimpleNamespace:
        return SimpleNamespace(title="About 2 h of work left", work=7200, until=None)

    def judged(self, dataset_id: int, job: JobContext | None = None) -> list[tuple[str, Panel]]:
        return []

    def curves(self, dataset_id: int, job: JobContext | None = None) -> list[tuple[str, CurveChart]]:
        return []

    def flips(self, dataset_id: int, job: JobContext | None = None) -> Flips:
        return Flips("People's labels are not in this data set", "", "")

    def mix(self) -> Mix:
        return Mix()

    def quality(self, dataset_id: int) -> Quality | None:
        return None

    def risk_chart(self, where: str = "") -> Chart:
        left = [max(1, round(900 * 0.8**k) + (60 if 14 < k < 18 else 0)) for k in range(20)]
        gone = {"accepted": 0.04, "fixed": 0.05, "rejected": 0.1, "deferred": 0.01}
        series = [
            Series(name, tuple(round(n * part * (k / 8)) for k, n in enumerate(left)))
            for name, part in gone.items()
        ]
        bins = tuple(f"{k / 20:.2f}-{(k + 1) / 20:.2f}" for k in range(20))
        return Chart(
            "Most items carry little risk, 190 stand out", "4 620 items, 412 decided, ranked by risk from 0 to 1.",
            bins, (*series, Series("undecided", tuple(left))),
            tuple(f"risk>={k / 20:.2f} risk<{(k + 1) / 20:.2f}" for k in range(20)),
        )  # fmt: skip

    def share_chart(self, dataset_id: int) -> Chart:
        def series(name: str, counts: tuple[int, ...]) -> Series:
            total = sum(counts)
            shares = [n / total for n in counts]
            half = [1.96 * (p * (1 - p) / total) ** 0.5 for p in shares]
            low = tuple(max(0.0, p - h) for p, h in zip(shares, half, strict=True))
            return Series(name, counts, low, tuple(p + h for p, h in zip(shares, half, strict=True)))

        names = ("almost no one", "occasionally", "controversial", "common", "universal")
        return Chart(
            "The smallest class is nearly gone",
            "People use \u201ccontroversial\u201d 13 times in 100, the model 2 times. After cleaning: 9.",
            names,
            (
                series("People", (24, 35, 52, 170, 110)),
                series("Model", (8, 16, 8, 230, 130)),
                series("After cleaning", (16, 28, 36, 190, 121)),
            ),
            tuple(f'label:"{name}"' for name in names),
        )

    def panels(self, dataset_id: int) -> list[tuple[str, Panel]]:
        return self.said.get(dataset_id, [])

    def probed(self, dataset_id: int) -> None:
        return None

    def probe_candidates(self, dataset_id: int) -> list[Dataset]:
        return []

    def probe(self, asked: Any, where: str = "", job: JobContext | None = None) -> Any:
        job = job or JobContext()
        self.working.set()
        while self.hold.is_set():
            job.progress(1, 4, "Training quick models")
            self.hold.wait(0.01)
        raise UserError("There are no people's answers to test on.")

    def events(self) -> list[tuple[str, int]]:
        return []

    def saved_filters(self) -> dict[str, str]:
        return {}

    def stats(self) -> dict[str, Any]:
        return {}

    # export

    def plan_export(
        self,
        dataset_id: int,
        format: str = "source",
        include: frozenset[str] | None = None,
        options: Any = None,
    ) -> ExportPlan:
        include = include if include is not None else frozenset({"accepted", "fixed", "undecided"})
        have = {"accepted": 1, "fixed": 1, "undecided": 2, "deferred": 0, "rejected": 1, "quarantined": 1}
        written = sum(n for state, n in have.items() if state in include)
        left = {state: n for state, n in have.items() if state not in include and n}
        return ExportPlan("alpaca", format, frozenset(), 6, written, left, 1, 1 if format == "source" else 0,
                          ("source", "jsonl", "csv"))  # fmt: skip

    def export(
        self,
        dataset_id: int,
        out: Path,
        format: str = "source",
        include: Any = None,
        job: JobContext | None = None,
        options: Any = None,
    ) -> dict[str, Any]:
        self.options = options
        (job or JobContext()).progress(1, 2)
        out.write_text("[]")
        output = {"file": out.name, "records": 4, "bytes": 2_345, "sha256": "cd" * 32}
        return {
            "output": output, "records_changed": 1, "records_byte_equal": 3, "edits_not_written_back": 1,
            "verified": True, "beside": [out.name + ".not-written-back.jsonl"],
        }  # fmt: skip

    def check(self) -> Any:
        return None

"""E23: every kind of job cancelled at a random one of its own checks: the project is whole, and the job can be run again."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synthreview.analyzers.registry import registered
from synthreview.domain import Verdict
from synthreview.engine import exporting, importing
from synthreview.jobs import Cancelled, JobContext
from synthreview.paths import HOME_VARIABLE
from synthreview.project import Chosen, Join, Matching, Project
from synthreview.project import many as many_module
from synthreview.store import bulk, findings, past, worklist
from tests.safety.everything import copied, state, written
from tests.safety.size import times
from tests.safety.test_killed_imports import leftovers

pytestmark = pytest.mark.safety

CANCELS = times(4, 30)
DATASETS = 4


class Cancelling(JobContext):
    """A job that is cancelled at its n-th look at whether it is; at 0 never. Counts these looks."""

    def __init__(self, at: int = 0) -> None:
        super().__init__()
        self.at, self.looks = at, 0

    def check(self) -> None:
        self.looks += 1
        if self.looks == self.at:
            self.cancel()
        super().check()


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs look after every few items, so that a small project has many moments to be cancelled at."""
    monkeypatch.setattr(exporting, "PROGRESS_EVERY", 7)
    monkeypatch.setattr(bulk, "CHUNK", 20)
    monkeypatch.setattr(worklist, "CHUNK", 30)
    monkeypatch.setattr(past, "_STEPS", 1)
    monkeypatch.setattr(many_module, "_PAGE", 1)


# What people start; each returns something that tells how it ended.

Start = Callable[[Project, JobContext], object]


def import_(project: Project, job: JobContext) -> object:
    report = project.import_file(project.path.with_name("more.jsonl"), job=job)
    return report.items, len(project.queue_ids("dataset:more"))


def export(format: str, name: str) -> Start:
    def start(project: Project, job: JobContext) -> object:
        manifest = project.export(4, project.path.with_name(name), format, ["all"], job)
        return manifest["output"]["sha256"], manifest["output"]["records"]

    return start


def decide_all(project: Project, job: JobContext) -> object:
    plan = project.plan_many(Chosen(tuple(project.queue_ids("dataset:many"))), Verdict.REJECT)
    return project.decide_all(plan, job=job).items


def fix_all(project: Project, job: JobContext) -> object:
    found = {
        each.reason
        for item in project.queue_ids("dataset:asks")
        for each in project.findings(item)
        if each.fix
    }
    plan = project.plan_many(Matching("dataset:asks"), Verdict.FIX, reason=min(found))
    return project.decide_all(plan, job=job).items


def analyze(project: Project, job: JobContext) -> object:
    reports = project.analyze([1, 2], job=job)
    assert not [report for report in reports if report.error]
    return sorted((run.dataset, run.analyzer, run.findings) for run in project.runs())


def analyze_by(analyzer: str) -> Start:
    """Of every kind there is a data set that it has not seen."""

    def start(project: Project, job: JobContext) -> object:
        reports = project.analyze(analyzers=[analyzer], job=job)
        assert not [report for report in reports if report.error]
        return [(run.dataset, run.findings) for run in project.runs() if run.analyzer == analyzer]

    return start


def rank(project: Project, job: JobContext) -> object:
    return project.rank(job), list(project.queue_ids(""))


def update(project: Project, job: JobContext) -> object:
    report = project.update_dataset(1, project.path.with_name("newer.jsonl"), job=job)
    return report.same, report.changed, project.dataset("asks").items


def go_to(project: Project, job: JobContext) -> object:
    return len(project.go_to(0, job)), project.here()


def blind(project: Project, job: JobContext) -> object:
    sample = project.blind_start(2, 5, 1, job)
    return [item.item for item in project.blind_items(sample.id)]


def sample(project: Project, job: JobContext) -> object:
    """Six imports, of which those that ended before the cancel stay."""
    for each in project.datasets()[DATASETS:]:
        project.remove_dataset(each.id)
    return [report.items for report in project.add_sample(job)]


def report(project: Project, job: JobContext) -> object:
    out = project.path.with_name("report.html")
    project.report_html(out, job=job)
    return out.stat().st_size > 1000


JOBS: dict[str, Start] = {
    "import": import_,
    "update": update,
    "sample": sample,
    "index": lambda project, job: (project.index_text(job), len(project.queue_ids("note"))),
    "attach": lambda project, job: project.attach(3, 1, Join.TEXT, job).matched,
    "analyze": analyze,
    "rank": rank,
    "likeness": lambda project, job: project.prepare_likeness(job),
    "plan": lambda project, job: len(project.plan_many(Matching(""), Verdict.REJECT, job).items),
    "decide all": decide_all,
    "fix all": fix_all,
    "go to": go_to,
    "pattern": lambda project, job: list(project.queue_all("/numb.r 1/", job)),
    "facets": lambda project, job: [str(each) for each in project.facets("", job)],
    "stats": lambda project, job: sorted(project.stats(job)),
    "shares": lambda project, job: project.share_chart(2, job),
    "judged": lambda project, job: len(project.judged(2, job)),
    "curves": lambda project, job: len(project.curves(2, job)),
    "report": report,
    "blind": blind,
    "export": export("source", "out.jsonl"),
    "export a table": export("csv", "out.csv"),
    "export a folder": export("hf", "out"),
}
EACH_ANALYZER = {f"analyze by {analyzer}": analyze_by(analyzer) for analyzer in sorted(registered())}
PIECEWISE = ("sample",)
"""Made of several jobs, of which those that had ended stay."""
GOING_ON = ("likeness", "index")
"""Go on from where they were, and tell only what was left."""


@pytest.fixture
def fresh(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Project]]:
    """Opens copies of the project, each with the same work done, in a folder of its own."""
    opened = []

    def make(name: str) -> Project:
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv(HOME_VARIABLE, str(folder / "home"))  # a cache of its own: nothing is known yet
        path = copied(template, folder)
        written(folder / "more.jsonl", (json.dumps({"text": f"More number {n}."}) for n in range(300)))
        project = Project.open(path, reviewer="ana")
        for item in (1, 2, 12, 13, 30, 31):
            project.decide(item, Verdict.REJECT)
        opened.append(project)
        return project

    yield make
    for project in opened:
        project.close()


@pytest.mark.parametrize(
    "name", [*JOBS, *(pytest.param(name, marks=pytest.mark.slow) for name in EACH_ANALYZER)]
)
def test_a_cancelled_job_leaves_a_whole_project_and_can_be_run_again(
    name: str, fresh: Callable[[str], Project]
) -> None:
    """E23: what it did not finish is not there, or goes on from where it was."""
    start, chance = {**JOBS, **EACH_ANALYZER}[name], random.Random(name)
    ready = of_all_kinds(fresh) if name in EACH_ANALYZER else fresh
    whole = Cancelling()
    expected = start(ready("whole"), whole)
    assert whole.looks, "the job never looks; it cannot be cancelled"
    project, cancelled = ready("cancelled"), 0
    for number in range(min(CANCELS, 4 * whole.looks)):
        before = state(project), project.datasets()
        try:
            ended = start(project, Cancelling(chance.randint(1, whole.looks) if number else 1))
        except Cancelled:
            cancelled += 1
            consistent(project)
            if name not in PIECEWISE:
                assert (state(project), project.datasets()) == before
        else:  # what earlier tries had got done made it shorter
            break
    else:
        ended = start(project, JobContext())
    assert cancelled, "it always ended before its cancel; the test proves nothing"
    assert ended == expected or name in GOING_ON
    consistent(project)


def of_all_kinds(fresh: Callable[[str], Project]) -> Callable[[str], Project]:
    """The same with labels, chats and more instructions, new to every analyzer."""

    def make(name: str) -> Project:
        project = fresh(name)
        folder = project.path.parent
        asks = ({"instruction": f"Name tree {n}.", "input": "", "output": f"Oak {n}."} for n in range(40))
        labels = ({"text": f"Tree {n} is tall.", "label": ("yes", "no")[n % 3 == 0]} for n in range(40))
        talks = (
            {
                "messages": [
                    {"role": ("user", "assistant")[turn % 2], "content": f"Tree {n} has {turn} leaves."}
                    for turn in range(6)
                ]
            }
            for n in range(40)
        )
        for kind, rows in (("trees", asks), ("labels", labels), ("talks", talks)):
            project.import_file(written(folder / f"{kind}.jsonl", map(json.dumps, rows)))
        return project

    return make


def consistent(project: Project) -> None:
    """Nothing half done is in the project or beside it."""
    report = project.check()
    assert report.intact, report.problems
    assert leftovers(project) == (0, 0)
    assert not findings.unfinished(project._store.read()), "a run that was cut off is left"
    assert not list(project.path.parent.glob(".*.part")), "a half-written file is left"
    if not project.is_stale:
        counts = project.counts()
        assert len(project.queue_ids("")) == counts.items, "an item is in no queue, or in it twice"


def test_an_import_in_a_process_of_its_own_is_cancelled_with_it(
    fresh: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    """E23: the process ends too, and what it had sent is taken back."""
    monkeypatch.setattr(importing, "LARGE_BYTES", 1)
    project = fresh("apart")
    before = state(project)
    for at in range(1, 1 + times(2, 30)):
        with pytest.raises(Cancelled):
            import_(project, Cancelling(1 + at % 4))
        consistent(project)
        assert state(project) == before
    assert import_(project, JobContext()) == (300, 300)


def test_a_restore_that_is_cancelled_changes_nothing(fresh: Callable[[str], Project], tmp_path: Path) -> None:
    """E23: the project that is there stays there until the other one is whole."""
    project = fresh("restored")
    backup = project.backup(tmp_path / "backup.synthreview").path
    saved = state(project)
    project.decide(14, Verdict.ACCEPT)
    now, path = state(project), project.path
    project.close()
    shutil.copyfile(path, tmp_path / "copy.synthreview")
    whole = Cancelling()
    Project.restore(backup, tmp_path / "copy.synthreview", job=whole)
    assert whole.looks
    for at in range(1, whole.looks + 1):
        try:
            Project.restore(backup, path, job=Cancelling(at))
        except Cancelled:
            opened = Project.open(path)
            assert state(opened) == now
            assert opened.check().intact
            opened.close()
        else:
            break
    Project.restore(backup, path)
    opened = Project.open(path)
    assert state(opened) == saved
    opened.close()

"""E15: where a row was changed by another route, undo, redo, taking back and jumps refuse and move nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import UserError
from synthreview.project import Chosen, Project
from tests.safety import everything
from tests.safety.everything import BROKEN, log, state

pytestmark = pytest.mark.safety

ASKS, PAIRS, PEOPLE, MANY = 1, 2, 3, 4


@pytest.fixture
def project(project_path: Path) -> Iterator[Project]:
    opened = Project.open(project_path, reviewer="ana")
    yield opened
    opened.close()


def decide(project: Project) -> object:
    return project.decide(12, Verdict.REJECT)


def fix(project: Project) -> object:
    return project.decide(1, Verdict.FIX, edits={"output": "A wren."})


def decide_all(project: Project) -> object:
    plan = project.plan_many(Chosen(tuple(project.queue_ids("dataset:many"))), Verdict.REJECT)
    assert len(plan.items) == everything.MANY
    return project.decide_all(plan)


def object_(project: Project) -> object:
    return everything.object_(project, random.Random(0))


def mend(project: Project) -> object:
    good = '{"id": 7, "instruction": "Name a wader.", "input": "", "output": "Snipe."}'
    return project.mend(ASKS, [(BROKEN[0], good)])


RECORD = ASKS << 32 | BROKEN[0]
STALE: dict[str, tuple[Callable[[Project], object], str]] = {
    "another verdict": (decide, "UPDATE decision SET verdict = 'accept' WHERE item = 12"),
    "a decision taken away": (decide, "DELETE FROM decision WHERE item = 12"),
    "another edit": (fix, "UPDATE decision SET body = replace(body, 'A wren', 'No wren') WHERE item = 1"),
    "one decision of many": (decide_all, "UPDATE decision SET op = op + 1 WHERE item = 100"),
    "a flag": (lambda project: project.flag(5, True), "UPDATE item_state SET flagged = 0 WHERE item = 5"),
    "an objection": (object_, "DELETE FROM objection"),
    "a name": (
        lambda project: project.rename_dataset(ASKS, "birds"),
        f"UPDATE dataset SET name = 'x' WHERE id = {ASKS}",
    ),
    "a removed data set": (
        lambda project: project.remove_dataset(MANY),
        f"UPDATE dataset SET ready = 1 WHERE id = {MANY}",
    ),
    "a role": (
        lambda project: project.hold_out(PEOPLE),
        f"UPDATE dataset SET role = 'human' WHERE id = {PEOPLE}",
    ),
    "codes": (
        lambda project: project.exchange_codes(PAIRS),
        f"UPDATE dataset SET mapping = '{{}}' WHERE id = {PAIRS}",
    ),
    "a record": (mend, f"UPDATE record SET raw = x'7b7d' WHERE id = {RECORD}"),
    "a page": (lambda project: project.write_guidelines("Be kind."), "UPDATE page SET body = 'Be strict.'"),
}
"""What was done, and what some other program, or a fault of ours, then did to the row."""
PARTLY = "one decision of many"
"""Taken back by itself, such an operation leaves what was changed and counts it: no stale row is touched."""
RESTORED = {
    "another verdict": "INSERT INTO decision VALUES (12, 'ana', 1, 'accept', '{}')",
    "a flag": "INSERT INTO item_state (item, flagged) VALUES (5, 1)",
    "a name": f"UPDATE dataset SET name = 'x' WHERE id = {ASKS}",
    "a page": "INSERT OR REPLACE INTO page VALUES ('guidelines', 'Be strict.')",
}
"""What another route did to the row after undo, so that there is nothing to redo on."""


@pytest.mark.parametrize("what", STALE)
def test_undo_of_what_was_changed_by_another_route_is_refused(what: str, project: Project) -> None:
    """E15: undo, a jump to the beginning, and taking it back by itself."""
    act, route = STALE[what]
    act(project)
    seq = project.here()
    project.flag(13, True)  # a later one, so that a jump begins well and has to go back
    project._store.write(lambda c: c.execute(route))
    before = state(project), log(project)
    by_itself = [] if what == PARTLY else [lambda: project.revert(seq)]
    for refused in (lambda: project.undo(0), lambda: project.go_to(0), *by_itself):
        with pytest.raises(UserError, match=r"changed since|not in the project"):
            refused()
        assert (state(project), log(project)) == before
    project.undo()
    with pytest.raises(UserError, match="changed since"):
        project.undo()
    assert project.here() == seq


@pytest.mark.parametrize("what", RESTORED)
def test_redo_on_what_was_changed_by_another_route_is_refused(what: str, project: Project) -> None:
    """E15: redo, a jump forward, and doing it again by itself."""
    STALE[what][0](project)
    seq = project.here()
    project.undo()
    project._store.write(lambda c: c.execute(RESTORED[what]))
    before = state(project), log(project)
    for refused in (project.redo, lambda: project.go_to(seq), lambda: project.again(seq)):
        with pytest.raises(UserError, match="changed since"):
            refused()
        assert (state(project), log(project)) == before

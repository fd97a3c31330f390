"""E14: whatever was done, undoing all of it leads back to the first byte, and redoing to the last.

What is counted along the way is what a count from the beginning finds.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from synthreview.domain import Draft, Verdict
from synthreview.engine import insight
from synthreview.errors import UserError
from synthreview.project import Project
from tests.safety.everything import MOVES, OPERATIONS, copied, log, state
from tests.safety.size import times

pytestmark = pytest.mark.safety

PARTS, SEQUENCES = times(2, 10), times(16, 50)
"""500 sequences in all, in parts that several processes can share."""
REOPEN = "reopen"
ACTS = {**OPERATIONS, **MOVES, REOPEN: None}
step = st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1 << 16))
steps = st.integers(1, 50).flatmap(lambda size: st.lists(step, min_size=size, max_size=size))


def both(project: Project) -> tuple[bytes, bytes]:
    return state(project), log(project)


def reopened(project: Project) -> Project:
    before, reviewer = both(project), project.reviewer
    project.close()
    project = Project.open(project.path, reviewer=reviewer)
    assert both(project) == before, "what was there before it was closed is not what is there now"
    return project


def acted(project: Project, act: Callable[[Project, random.Random], object], number: int) -> bool:
    """Whether it was done; what is refused moves nothing."""
    before = both(project)
    try:
        act(project, random.Random(number))
    except UserError:
        assert both(project) == before, "what was refused moved something"
        return False
    return True


@pytest.mark.parametrize("part", range(PARTS))
def test_everything_undone_is_the_first_state_and_everything_redone_the_last(
    part: int, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    done: Counter[str] = Counter()

    @seed(part)
    # Without shrinking, which would take minutes: what failed is printed whole, and is not long.
    @settings(
        max_examples=SEQUENCES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(steps=steps, turn=st.integers(0, 50))
    def law(steps: list[tuple[str, int]], turn: int) -> None:
        project = Project.open(copied(template, tmp_path_factory.mktemp("law")), reviewer="ana")
        start = state(project)
        try:
            for name, number in steps:
                act: Any = ACTS[name]
                if act is None:
                    project = reopened(project)
                else:
                    done[name] += acted(project, act, number)
                assert project.counts() == insight.counts(project._store), name
            end, here = state(project), project.here()
            for count in range(1 << 30):
                if count == turn:
                    project = reopened(project)
                if project.undo() is None:
                    break
                assert project.counts() == insight.counts(project._store)
            assert state(project) == start
            while project.here() != here:
                assert project.redo() is not None
                assert project.counts() == insight.counts(project._store)
            assert state(project) == end
            report = project.check()
            assert report.intact, report.problems
        finally:
            project.close()

    law()
    missing = set(ACTS) - set(done) - {REOPEN}
    assert not missing, "some operations never came about; the test proves nothing of them"
    assert all(done.values()), done


def test_two_newer_versions_of_one_data_set_are_both_taken_back(project_path: Path) -> None:
    """E14: each hidden version has a name of its own, so that the second does not stand in the first one's way."""
    project = Project.open(project_path, reviewer="ana")
    before = state(project)
    for _ in range(3):
        project.update_dataset(project.dataset("asks").id, project_path.with_name("newer.jsonl"))
    end, here = state(project), project.here()
    while project.undo():
        pass
    assert state(project) == before
    project.go_to(here)
    assert state(project) == end
    project.close()


def test_half_a_character_in_what_people_write_is_replaced_and_the_rest_is_kept(project_path: Path) -> None:
    """E14: no database can hold one; a paste may leave it in a note, a page, a name or a draft."""
    project = Project.open(project_path, reviewer="ana")
    project.decide(1, Verdict.REJECT, note="see \ud83d there \U0001f989")
    project.write_guidelines("Be \udc00 kind.")
    project.rename_dataset(4, "many \udfff")
    project.keep_draft(2, Draft(("other",), "so \ud800", {"output": "\ud800?"})).result()
    decision, draft = project.view(1).decision, project.draft(2)
    assert decision is not None
    assert decision.note == "see \ufffd there \U0001f989"
    assert project.guidelines() == "Be \ufffd kind."
    assert project.dataset("many \ufffd").id == 4
    assert draft == Draft(("other",), "so \ufffd", {"output": "\ufffd?"})
    project.close()

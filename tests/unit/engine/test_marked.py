"""In another language the engine's sentences are that language's; what programs read stays as it is."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview import translation
from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import Evidence, Item, Kind
from synthreview.engine.batch import ClassLoss, judge_checks
from synthreview.engine.batch import _class_words as warning
from synthreview.engine.blind_gain import Pointed
from synthreview.engine.constraint_checks import constraint_checks
from synthreview.engine.reason_names import reason_name
from synthreview.engine.validity import Setting, problems
from synthreview.project import Project
from tests.marked import marked
from tests.pseudo import Pseudo, pseudo

_WORD = re.compile(r"[A-Za-z]{4,}")

LABELS = """text,human_annots,model_annots
1,"[0, 1, 1]","[1, 1, 1]"
2,"[0, 0, 1]","[1, 1, 1]"
"""


@pytest.fixture
def foreign() -> Iterator[None]:
    translation.use(Pseudo())
    yield
    translation.use(gettext.NullTranslations())


@pytest.mark.parametrize("code", finding_reasons())
def test_every_reason_has_a_name_that_translators_get(code: str) -> None:
    name = code.replace("_", " ").capitalize()
    assert reason_name(code) == name
    assert name in marked()


def test_a_reason_of_an_analyzer_from_elsewhere_is_called_by_its_code() -> None:
    assert reason_name("my_own_reason") == "My own reason"


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(
    "loss", [ClassLoss(1, 1, "d", "1"), ClassLoss(3, 3, "d", None), ClassLoss(2, 5, "d", "")]
)
@pytest.mark.parametrize("several", [True, False])
def test_a_warning_of_a_batch_is_wholly_in_the_persons_language(loss: ClassLoss, several: bool) -> None:
    assert not _WORD.search(warning(loss, several))


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(
    "state",
    [Pointed(3, 1), Pointed(0, 4), Pointed(), Pointed(2, with_people=True), Pointed(with_people=True)],
)
def test_what_detectors_point_at_is_told_in_the_persons_language(state: Pointed) -> None:
    assert not _WORD.search(state.words)


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(("right", "wrong", "size"), [(0, 0, 9), (4, 0, 9), (0, 4, 9), (3, 1, 9), (3, 1, 4)])
def test_checks_of_a_batch_are_told_in_the_persons_language(right: int, wrong: int, size: int) -> None:
    assert not _WORD.search(judge_checks(size, right, wrong).words())


@pytest.mark.usefixtures("foreign")
def test_constraints_are_measured_in_the_persons_language() -> None:
    asked = "Answer in at least 5 words. Use bullet points. Write about 60 words. Do not use the word 'x'."
    item = Item(1, 1, 0, None, Kind.INSTRUCTION, {"instruction": asked, "output": "1 2 3"})
    told = constraint_checks(item)
    assert len(told) > 2
    assert not [words for check in told for words in (check.asked, check.found) if _WORD.search(words)]
    assert told[0].asked == pseudo("at least {amount}").format(amount=pseudo("{count} words").format(count=5))
    assert all(isinstance(check.stated, Evidence) for check in told)


@pytest.mark.usefixtures("foreign")
def test_what_an_edit_breaks_is_told_in_the_persons_language() -> None:
    before = {"instruction": "Say", "output": "1"}
    emptied = problems(Kind.INSTRUCTION, before, {"output": ""}, Setting())
    strange = problems(Kind.INSTRUCTION, before, {"label": "1"}, Setting())
    assert emptied
    assert not [found.sentence for found in emptied if _WORD.search(found.sentence)]
    assert strange[0].sentence.startswith(pseudo("There")[:-1])


@pytest.mark.usefixtures("foreign")
def test_facets_are_named_in_the_persons_language(project: Project) -> None:
    project.analyze()
    named = {facet.key: facet for facet in project.facets()}
    assert named["reason"].words == pseudo("Reason")
    assert pseudo("Empty output") in [value.words for value in named["reason"].values]
    assert [value.words for value in named["verdict"].values] == [pseudo("Undecided")]


@pytest.mark.usefixtures("foreign")
def test_figures_for_programs_keep_their_names_and_filters_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(LABELS)
    project = Project.open(tmp_path / "labels.synthreview", create=True)
    project.import_file(path)
    chart = project.share_chart(1)
    shares = project.stats()["label_shares"]["labels"]
    behind = [list(project.queue_ids(where)) for where in chart.filters]
    project.close()
    assert {"people", "model", "after_cleaning"} <= shares.keys()
    assert next(each.words for each in chart.series) == pseudo("People")
    assert behind == [[], [1, 2]]
    assert not _WORD.search(chart.title + chart.subtitle)

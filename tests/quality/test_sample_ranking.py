"""How well the queue ranks the sample's planted faults, per kind, against random order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from synthreview import demo
from synthreview.domain import Kind
from synthreview.estimates import average_precision
from synthreview.project import Project

LEAST = {"instruction": 0.8, "task_label": 0.9, "preference": 0.7, "simulation": 0.85, "free_text": 0.85}
"""Average precision that must be reached; planted faults make up about a quarter of each kind."""


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[float], list[bool]]]:
    folder = tmp_path_factory.mktemp("sample")
    sample = demo.generate(folder / "files")
    truth = demo.truth(folder / "files")
    names = {title: path.name for path, _, title in sample.files}
    project = Project.open(folder / "sample.synthreview", create=True)
    for path, _, title in sample.files:
        project.import_file(path, name=title)
    project.analyze()
    table: dict[str, tuple[list[float], list[bool]]] = defaultdict(lambda: ([], []))
    ids = project.queue_ids("")
    for row in project.rows(ids):
        risks, bad = table[row.kind]
        risks.append(row.risk)
        bad.append((names[row.dataset], row.position) in truth)
    project.close()
    return dict(table)


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_planted_faults_come_first(
    kind: str, ranked: dict[str, tuple[list[float], list[bool]]], figure: Callable[..., None]
) -> None:
    risks, bad = ranked[kind]
    found, base = average_precision(risks, bad), sum(bad) / len(bad)
    data = f"The sample, {Kind(kind).words.lower()} ({base:.2f} faulty)"
    figure("The queue as a whole", data, "average precision", found, at_least=LEAST[kind])
    assert found > 1.5 * base

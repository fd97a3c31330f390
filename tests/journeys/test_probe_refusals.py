"""The command ``probe`` where something is missing or wrong: a sentence, a code, and the project as it was."""

from __future__ import annotations

import json
import random

import pytest

MOODS = {"0": "dull grey sad slow heavy", "1": "bright warm glad quick light"}


def written(path, count, seed, **fields):
    dice, rows = random.Random(seed), []
    for number in range(count):
        label = str(number % 2)
        text = " ".join([*dice.sample(MOODS[label].split(), 3), f"{seed}of{number}"])
        rows.append({"text": text} | {name: value(label) for name, value in fields.items()})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def project(run, tmp_path):
    made = tmp_path / "p.synthreview"
    model = written(tmp_path / "model.jsonl", 80, 0, label=str)
    few = written(tmp_path / "few.jsonl", 12, 1, human_labels=lambda label: [label])
    assert run("import", made, model).code == 0
    assert run("import", made, few, "--role", "human").code == 0
    return made


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--dataset", "model", "--holdout", "few"),
            "items have people's answers (copies count once): too few",
        ),
        (("--dataset", "model", "--holdout", "model"), "'model' cannot be tested on itself"),
        (("--dataset", "model"), "There are no people's answers to test on"),
        (("--dataset", "nothing"), "nothing"),
        (("--dataset", "model", "--holdout", "nothing"), "nothing"),
        (("--dataset", "model", "--seeds", "1"), "2<=x<=50"),
        (("--dataset", "model", "--tier", "huge"), "instant"),
        (("--dataset", "model", "--where", "verdict:(("), "A part of the filter is empty"),
    ],
    ids=lambda given: " ".join(given[-2:]) if isinstance(given, tuple) else "",
)
def test_what_cannot_be_done_is_said_on_the_other_channel(run, project, arguments, said):
    told = run("probe", project, *arguments)
    assert told.code == 2
    assert said in told.err
    assert "Traceback" not in told.err
    assert not told.out

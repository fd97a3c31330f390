"""The command ``probe``, from two files to a sentence."""

from __future__ import annotations

import json
import random

MOODS = {"0": "dull grey sad slow heavy", "1": "bright warm glad quick light"}


def written(path, count, *, people, seed=0):
    dice, lines = random.Random(seed), []
    for number in range(count):
        label = str(number % 2)
        text = " ".join([*dice.sample(MOODS[label].split(), 3), f"{seed}of{number}"])
        lines.append({"text": text, "human_labels": [label]} if people else {"text": text, "label": label})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_holdout_is_imported_and_the_data_are_tested_on_it(run, tmp_path):
    project = tmp_path / "p.synthreview"
    model = written(tmp_path / "model.jsonl", 80, people=False)
    held = written(tmp_path / "held.jsonl", 60, people=True, seed=1)
    assert run("import", project, model).code == 0
    assert run("import", project, held, "--role", "human").code == 0
    told = run("dataset", project, "hold-out", "held")
    assert told.out.startswith("Hold 'held' out for checks.")
    told = run("probe", project, "--dataset", "model", "--holdout", "held", "--seeds", "2")
    assert told.code == 0, told.err
    assert told.out.startswith("There is no cleaned data to compare yet: nothing has been reviewed.")
    assert "Trained on the data as it came, a model is right in" in told.out
    assert "- Runs with the seeds 0, 1: each tests on the whole holdout" in told.out
    found = run("probe", project, "--dataset", "model", "--holdout", "held", "--seeds", "2", "--json").json
    assert (found["tested"], found["split"]) == (60, False)
    assert found["views"][0]["arms"][0]["score"]["value"] > 0.9


def test_what_is_missing_is_said_with_the_code_of_things_the_user_can_mend(run, tmp_path):
    project = tmp_path / "p.synthreview"
    run("import", project, written(tmp_path / "model.jsonl", 80, people=False))
    told = run("probe", project)
    assert told.code == 2
    assert "There are no people's answers to test on." in told.err

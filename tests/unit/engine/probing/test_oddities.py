"""The second-order check on odd data: what it once got wrong."""

from __future__ import annotations

import json

import pytest

from synthreview.domain import Decision, Role, Verdict
from synthreview.engine.probing import Asked
from synthreview.errors import UserError
from synthreview.formats.mapping import Mapping
from synthreview.probe import limits, words
from synthreview.probe.arms import CLEANED, RANDOM, RAW
from tests.unit.engine.probing.made import brought, labelled, line, mend, pairs, talk, texts


def held(project, rows=None):
    labels = [{"text": text, "human_labels": [label]} for text, label in rows or texts(60, 2)]
    return brought(project, "held", labels, Role.HOLDOUT)


def items(project, dataset="model"):
    return list(project.queue_ids(f"dataset:{dataset}"))


def cautions(result) -> str:
    return " ".join(limits.cautions(result))


def test_one_reviewed_item_is_enough_to_compare(project):
    dataset = labelled(project, people=True)
    mend(project, "model", 1)
    assert project.probe(Asked(dataset, seeds=5)).views[0].arm(RANDOM) is not None


def test_who_cannot_tell_chosen_from_rejected_is_right_half_of_the_time(project):
    def rows(seed):
        return [
            {"prompt": line(f"{seed}q{n}"), "chosen": line(f"{seed}c{n}"), "rejected": line(f"{seed}r{n}")}
            for n in range(80)
        ]

    dataset, holdout = brought(project, "model", rows(1)), brought(project, "held", rows(2), Role.HOLDOUT)
    score = project.probe(Asked(dataset, holdout, seeds=3)).views[0].arm(RAW).score
    assert score.low < 0.5 < score.high


def test_equal_answers_are_neither_trained_on_nor_tested(project):
    same = [
        {"prompt": line(f"s{n}"), "output1": "the same", "output2": "The  same", "target": 1}
        for n in range(50)
    ]
    dataset = brought(project, "judge", [*pairs(judge=True), *same])
    brought(project, "people", [*pairs(judge=False), *same], Role.HUMAN)
    told = project.probe(Asked(dataset, seeds=2))
    assert (told.examples, told.tested) == (80, 80)


def test_most_of_several_people_decide_a_pair(project):
    rows = [dict(row, human=choice) for row in pairs(judge=True) for choice in (0, 1, 1)]
    mapping = Mapping.from_json(
        {
            "kind": "preference",
            "parts": {
                "prompt": "prompt",
                "a": "output1",
                "b": "output2",
                "choice": "target",
                "human_choice": "human",
            },
            "codes": {part: {"0": "a", "1": "b"} for part in ("choice", "human_choice")},
        }
    )
    dataset = brought(project, "model", rows, mapping=mapping)
    told = project.probe(Asked(dataset, seeds=2))
    assert told.tested == 80
    # People always prefer b, and the texts of b are bright as often as dull: nothing is to be learned of it.
    assert told.views[0].arm("people").score.value < 0.75


def test_a_few_rejections_are_no_control_of_many_corrections(project):
    dataset, holdout = labelled(project, people=False), held(project)
    mend(project, "model", 110)
    project.decide_many([Decision(item, Verdict.REJECT) for item in items(project)[-3:]])
    told = project.probe(Asked(dataset, holdout, seeds=3))
    assert told.views[0].over_random is None
    assert "no control" in cautions(told)


def test_labels_by_a_model_in_a_holdout_are_not_peoples(project):
    rows = [
        {"text": text, "model_labels": [str(1 - int(label))] * 3}
        | ({"human_labels": [label] * 2} if n < 40 else {})
        for n, (text, label) in enumerate(texts(400, 2))
    ]
    dataset, holdout = labelled(project, people=False), brought(project, "held", rows, Role.HOLDOUT)
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert told.tested == 40
    assert "360 items of the holdout have no valid label of people" in cautions(told)


def test_texts_that_were_rewritten_are_trained_on_as_they_are_now(project):
    dataset = brought(project, "model", [{"text": line(f"old {n}"), "topic": str(n % 2)} for n in range(100)])
    held_ = [{"text": text, "topic": label} for text, label in texts(60, 6)]
    holdout = brought(project, "held", held_, Role.HOLDOUT)
    new = {str(n): text for n, (text, _) in enumerate(texts(100, 9))}
    project.decide_many(
        [
            Decision(item, Verdict.FIX, edits={"text": new[str(project.view(item).item.position)]})
            for item in items(project)
        ]
    )
    told = project.probe(Asked(dataset, holdout, label="topic", seeds=2))
    cleaned = told.views[0].arm(CLEANED)
    assert cleaned.corrected == cleaned.trained_on
    assert cleaned.gain.low > 0.2


def test_tied_labels_that_were_settled_and_missing_ones_that_were_given_are_corrections(project):
    rows = [
        {"text": text, "model_labels": ["0", "1"] if n < 30 else [] if n < 60 else [label] * 2}
        for n, (text, label) in enumerate(texts(160, 1))
    ]
    dataset, holdout = brought(project, "model", rows), held(project)
    open_ = [item for item in items(project) if project.view(item).item.position < 60]
    project.decide_many([Decision(item, Verdict.FIX, edits={"model_labels": ["1"]}) for item in open_])
    first = project.probe(Asked(dataset, holdout, seeds=2)).views[0]
    assert first.arm(RAW).trained_on <= 100
    assert first.arm(CLEANED).trained_on > 130
    assert first.arm(CLEANED).corrected > 40


def test_a_line_that_all_conversations_share_joins_none(project):
    def closed(number):
        talked = talk(number, flipped=False)["messages"]
        return {"messages": [*talked, {"role": "user", "content": "Thank you!"}]}

    dataset = brought(project, "model", [closed(n) for n in range(60)])
    holdout = brought(project, "held", [closed(n) for n in range(100, 160)], Role.HOLDOUT)
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert told.groups == 60
    # What is said in the holdout word for word teaches nothing that is not known there.
    assert told.views[0].arm(RAW).trained_on == pytest.approx(4 * 54)


def test_labels_of_other_words_are_refused_and_those_never_used_are_named(project):
    names = {"0": "neg", "1": "pos"}
    dataset = brought(
        project, "model", [{"text": text, "label": names[label]} for text, label in texts(120, 1)]
    )
    holdout = held(project)
    with pytest.raises(UserError, match=r"labels \(neg, pos\) and people's \(0, 1\) have no word in common"):
        project.probe(Asked(dataset, holdout, seeds=2))
    some = brought(project, "some", [{"text": text, "label": "1"} for text, _ in texts(120, 3)])
    assert "labels that the data never do: 0." in cautions(project.probe(Asked(some, holdout, seeds=2)))


def test_labels_of_people_on_other_texts_are_no_classes(project):
    dataset = labelled(project, people=True)
    topics = [{"text": line(f"t{n}"), "human_labels": [f"topic {n}"]} for n in range(60)]
    brought(project, "topics", topics, Role.HUMAN)
    assert project.probe(Asked(dataset, seeds=2)).classes == ("0", "1")


def test_minus_one_is_a_label_where_people_use_it_often(project):
    rows = [{"text": text, "label": str(n % 3 - 1)} for n, (text, _) in enumerate(texts(150, 1))]
    other = [{"text": text, "label": str(n % 3 - 1)} for n, (text, _) in enumerate(texts(120, 2))]
    dataset, holdout = brought(project, "model", rows), brought(project, "held", other, Role.HOLDOUT)
    assert project.probe(Asked(dataset, holdout, seeds=2)).classes == ("-1", "0", "1")


def test_people_whose_examples_are_few_beside_what_is_mostly_rejected(project):
    dataset = brought(project, "model", [{"text": text, "topic": label} for text, label in texts(600, 3)])
    people = brought(
        project, "people", [{"text": text, "topic": label} for text, label in texts(31, 5)], Role.HUMAN
    )
    holdout = brought(
        project, "held", [{"text": text, "topic": label} for text, label in texts(60, 6)], Role.HOLDOUT
    )
    project.decide_many([Decision(item, Verdict.REJECT) for item in items(project)[40:]])
    with pytest.raises(UserError, match="After cleaning only"):
        project.probe(Asked(dataset, holdout, people, label="topic", seeds=5))


def test_a_holdout_without_pairs_is_refused(project):
    dataset = brought(project, "judge", pairs(judge=True))
    brought(project, "people", pairs(judge=False), Role.HUMAN)
    holdout = brought(project, "held", [dict(row, output2=" ") for row in pairs(judge=False)], Role.HOLDOUT)
    with pytest.raises(UserError, match="no people's answers"):
        project.probe(Asked(dataset, holdout, seeds=2))


def test_texts_of_one_prompt_or_one_source_are_on_one_side(project):
    def rows(count, seed):
        return [
            {"text": text, "topic": label, "prompt": line(f"p{n}", 12)}
            for n, (text, label) in enumerate(texts(count, seed))
        ]

    dataset, holdout = (
        brought(project, "model", rows(120, 1)),
        brought(project, "held", rows(40, 2), Role.HOLDOUT),
    )
    told = project.probe(Asked(dataset, holdout, label="topic", seeds=2))
    assert dict(told.cautions)["dropped"] == {"count": 40}

    def of_a_source(name, count, seed, part, role):
        path = project.path.with_name(f"{name}.jsonl")
        lines = [
            {"text": text, "source_id": f"p{n}", part: [label]}
            for n, (text, label) in enumerate(texts(count, seed))
        ]
        path.write_text("".join(json.dumps(one) + "\n" for one in lines))
        parts = {"text": "text", part: part}
        mapping = Mapping.from_json({"kind": "task_label", "parts": parts, "codes": {}, "group": "source_id"})
        return project.import_file(path, role=role, name=name, mapping=mapping).dataset_id

    dataset = of_a_source("sourced", 120, 3, "model_labels", Role.SYNTHETIC)
    holdout = of_a_source("kept", 40, 4, "human_labels", Role.HOLDOUT)
    assert dict(project.probe(Asked(dataset, holdout, seeds=2)).cautions)["dropped"] == {"count": 40}


def test_what_was_asked_for_and_not_done_is_said(project):
    dataset, holdout = labelled(project, people=False), held(project)
    told = project.probe(Asked(dataset, holdout, seeds=2, what_if=True), where="item<100")
    assert "What reviewing would bring was not foretold" in cautions(told)
    assert "this filter were looked at: item<100" in cautions(told)


def test_a_review_of_what_is_tested_is_not_called_none(project):
    dataset = labelled(project, people=False)
    first = texts(120, 1)[:40]
    holdout = held(project, first)
    there = {text for text, _ in first}
    project.decide_many(
        [
            Decision(item, Verdict.REJECT)
            for item in items(project)
            if project.view(item).item.text("text") in there
        ]
    )
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert words.headline(told).startswith("What was reviewed stands in the holdout too")


def test_a_removed_data_set_is_gone(project):
    dataset, holdout = labelled(project, people=False), held(project)
    project.remove_dataset(holdout)
    with pytest.raises(UserError, match="no data set number"):
        project.probe(Asked(dataset, holdout, seeds=2))

"""What every analyzer promises the engine; new ones are picked up by themselves."""

from __future__ import annotations

import copy
import math
import os
import pickle
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthreview.analyzers.benchmark_overlap import BenchmarkOverlap
from synthreview.analyzers.contested_labels import ContestedLabels
from synthreview.analyzers.contract import Analyzer
from synthreview.analyzers.corrupt_instructions import CorruptInstructions
from synthreview.analyzers.damaged_text import DamagedText
from synthreview.analyzers.flat_style import FlatStyle
from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.analyzers.near_duplicates import NearDuplicates
from synthreview.analyzers.outliers import Outliers
from synthreview.analyzers.paraphrases import Paraphrases
from synthreview.analyzers.preference_judges import PreferenceJudges
from synthreview.analyzers.private_data import PrivateData
from synthreview.analyzers.registry import registered
from synthreview.analyzers.role_flips import RoleFlips
from synthreview.analyzers.role_model import RoleModel
from synthreview.analyzers.swapped_answers import SwappedAnswers
from synthreview.analyzers.task_outliers import TaskOutliers
from synthreview.analyzers.wrong_labels import WrongLabels
from synthreview.domain import Confidence, Item, Kind, part_at, with_edits
from tests.safety.size import times

CHECKOUT = Path(__file__).resolve().parents[2]

BUILT_IN = (
    BenchmarkOverlap,
    ContestedLabels,
    CorruptInstructions,
    DamagedText,
    FlatStyle,
    MinorityLabels,
    NearDuplicates,
    Outliers,
    Paraphrases,
    PreferenceJudges,
    PrivateData,
    RoleFlips,
    RoleModel,
    SwappedAnswers,
    TaskOutliers,
    WrongLabels,
)
ANALYZERS = sorted({*BUILT_IN, *registered().values()}, key=lambda analyzer: analyzer.id)

every_analyzer = pytest.mark.parametrize("analyzer", ANALYZERS, ids=lambda analyzer: analyzer.id)
some = settings(max_examples=times(20, 60), suppress_health_check=list(HealthCheck))

# --- items of every kind: plain, odd and broken texts ---

ODD = (
    "", " ", "<noinput>", "N/A", "[Image of a cat]", "Name three rivers.", "Summarize the following logo.",
    "I'm sorry, but I cannot do that.", "It costs Â£30 in the cafÃ©.", "a\x00b\x0b", "\ufffd", "\ud800", "🙂" * 3,
    "Sure, here is a summary: yes.", "As an AI language model, I agree.", "Go on and on. " * 12, "word " * 200,
    "Long.\n##\n6. Instruction: Name a lake.\n6. Input:\n", "list. Input: 1, 2", "the", "请提供文本。" * 9,
    "Return JSON.", '{"a": }', "https://example.org/x", "![x](https://i.imgur.com/a.png)", "Instruction: x",
    "Solution: y", "<CAMEL_TASK_DONE>", "Human: hello", "Thank you, goodbye!", "1. a\n2. b\n3. c", "((((" * 50,
)  # fmt: skip
texts = st.sampled_from(ODD) | st.text(max_size=40)
labels = st.sampled_from(["0", "1", "2", "3.0", "joy", "-1", "nan", "", None])
label_lists = st.lists(labels, max_size=5)
roles = st.sampled_from(["user", "assistant", "system", "tool", "gpt", "human", "Planner", ""])
turns = st.lists(st.fixed_dictionaries({"role": roles, "speaker": texts, "text": texts}), max_size=6)
choices = st.sampled_from(["a", "b", "tie"])

PARTS = {
    Kind.TASK_LABEL: st.fixed_dictionaries(
        {"text": texts},
        optional={
            "label": labels,
            "human_labels": label_lists,
            "model_labels": label_lists,
            "annotator": texts,
        },
    ),
    Kind.PREFERENCE: st.fixed_dictionaries(
        {"a": texts},
        optional={"b": texts, "prompt": texts, "choice": choices, "human_choice": choices, "judge": texts},
    ),
    Kind.INSTRUCTION: st.fixed_dictionaries(
        {"instruction": texts, "output": texts}, optional={"input": texts, "system": texts, "history": turns}
    ),
    Kind.SIMULATION: st.fixed_dictionaries({"turns": turns}, optional={"task": texts}),
    Kind.FREE_TEXT: st.fixed_dictionaries(
        {"text": texts},
        optional={"prompt": texts, "source_text": texts, "author": st.sampled_from(["human", "machine"])},
    ),
}


@st.composite
def batches(draw, analyzer: type[Analyzer], min_size: int = 0) -> list[Item]:
    kind = draw(st.sampled_from(analyzer.kinds))
    made = draw(st.lists(PARTS[kind], min_size=min_size, max_size=8))
    return [Item(id, 1, id - 1, None, kind, parts) for id, parts in enumerate(made, start=11)]


def plain(value):
    """A state as values that compare: arrays do not."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def state_of(analyzer: Analyzer, *parts: list[Item]):
    partial = analyzer.summarize(parts[0])
    for part in parts[1:]:
        partial = analyzer.merge(partial, analyzer.summarize(part))
    return analyzer.finish(partial, None)


# --- what it declares ---


@every_analyzer
def test_it_says_what_it_is_and_gives_each_reason_once(analyzer):
    assert analyzer.id.isidentifier()
    assert analyzer.title
    assert len(analyzer.help) > 80
    assert analyzer.kinds
    codes = [reason.code for reason in analyzer.reasons]
    assert codes
    assert len(set(codes)) == len(codes)


@every_analyzer
def test_its_reasons_are_in_words_with_a_prior_a_family_and_kinds_it_looks_at(analyzer):
    for reason in analyzer.reasons:
        assert reason.words[0].isupper() or reason.words[0] == "{"
        assert 0 < reason.prior < 1
        assert reason.family
        assert isinstance(reason.confidence, Confidence)
        assert set(reason.kinds) & set(analyzer.kinds)


def test_a_code_means_the_same_wherever_it_is_given():
    rows = {}
    for analyzer in ANALYZERS:
        for reason in analyzer.reasons:
            assert rows.setdefault(reason.code, reason) == reason


@every_analyzer
def test_it_can_be_sent_to_another_process(analyzer):
    again = pickle.loads(pickle.dumps(analyzer()))
    assert again.params == analyzer().params


# --- what it finds ---


@every_analyzer
@some
@given(data=st.data())
def test_findings_are_finite_known_and_inside_their_item(analyzer, data):
    batch = data.draw(batches(analyzer))
    items = {item.id: item for item in batch}
    reasons = {reason.code: reason for reason in analyzer.reasons}
    one = analyzer()
    for finding in one.score(batch, state_of(one, batch)):
        assert math.isfinite(finding.score)
        assert 0 <= finding.score <= 1
        item = items[finding.item]
        assert item.kind in reasons[finding.reason].kinds
        assert "?" not in reasons[finding.reason].say(dict.fromkeys(finding.args, "x"))
        assert finding.evidence
        for spot in finding.evidence:
            value = part_at(item.parts, spot.part)
            assert value is not None, spot
            if isinstance(value, str):
                end = len(value) if spot.end is None else spot.end
                assert 0 <= spot.start <= end <= len(value)
            assert spot.item is None or spot.item in items
        for path in finding.fix:
            assert isinstance(part_at(item.parts, path), str)
        assert with_edits(item.parts, finding.fix) != item.parts or not finding.fix


@every_analyzer
@some
@given(data=st.data())
def test_the_same_items_give_the_same_findings_however_they_are_cut(analyzer, data):
    batch = data.draw(batches(analyzer, min_size=1))
    cut = data.draw(st.integers(0, len(batch)))
    one, other = analyzer(), analyzer()
    whole = list(one.score(batch, state_of(one, batch)))
    state = state_of(other, batch[:cut], batch[cut:])
    assert [*other.score(batch[:cut], state), *other.score(batch[cut:], state)] == whole
    assert list(one.emit(state_of(one, batch))) == list(other.emit(state))


@every_analyzer
@some
@given(data=st.data())
def test_merging_does_not_depend_on_the_order_of_pairs(analyzer, data):
    parts = [data.draw(batches(analyzer)) for _ in range(3)]
    one = analyzer()
    first, second, third = (one.summarize(part) for part in parts)
    left = one.merge(one.merge(first, second), third)
    first, second, third = (one.summarize(part) for part in parts)
    right = one.merge(first, one.merge(second, third))
    assert plain(one.finish(left, None)) == plain(one.finish(right, None))


@every_analyzer
@some
@given(data=st.data())
def test_partials_and_states_survive_the_way_between_processes(analyzer, data):
    batch = data.draw(batches(analyzer))
    one = analyzer()
    partial = pickle.loads(pickle.dumps(one.summarize(batch)))
    state = pickle.loads(pickle.dumps(one.finish(partial, None)))
    assert list(one.score(batch, state)) == list(one.score(batch, state_of(one, batch)))


@every_analyzer
@settings(max_examples=times(10, 30), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_one_item_alone_is_looked_at_too(analyzer, data):
    """E25: a set of one, of each kind; nobody else is needed to compare with."""
    [item] = data.draw(batches(analyzer, min_size=1).map(lambda batch: batch[:1]))
    one = analyzer()
    assert all(found.item == item.id for found in one.score([item], state_of(one, [item])))


@every_analyzer
@settings(max_examples=times(10, 30), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_items_are_left_as_they_are(analyzer, data):
    """E25: an analyzer reads; what it was given is the reviewer's."""
    batch = data.draw(batches(analyzer))
    before = copy.deepcopy(batch)
    one = analyzer()
    state = state_of(one, batch)
    list(one.score(batch, state))
    list(one.emit(state))
    assert batch == before


PLAIN = {
    Kind.TASK_LABEL: [{"text": f"text {n % 7} about rain", "label": str(n % 3), "human_labels": [str(n % 2)]} for n in range(60)],
    Kind.PREFERENCE: [
        {"prompt": f"Ask {n % 9}", "a": f"yes {n}", "b": f"no {n % 5}", "choice": "ab"[n % 2], "human_choice": "ab"[n % 3 % 2]} for n in range(60)
    ],
    Kind.INSTRUCTION: [{"instruction": f"Name bird {n % 11}.", "input": "<noinput>" if n % 5 else "", "output": f"Wren {n % 4}."} for n in range(60)],
    Kind.SIMULATION: [
        {"task": f"Task {n % 4}", "turns": [{"role": role, "text": f"Hello {n % 6}, I am {role}."} for role in ("user", "assistant", "user")]} for n in range(60)
    ],
    Kind.FREE_TEXT: [{"text": f"A note about {n % 13} birds. " * (n % 4), "author": ("human", "machine")[n % 2]} for n in range(60)],
}  # fmt: skip


def told() -> str:
    """What every analyzer finds in the plain items, as text."""
    found = []
    for analyzer in ANALYZERS:
        for kind in analyzer.kinds:
            items = [Item(n, 1, n, None, kind, parts) for n, parts in enumerate(PLAIN[kind], start=1)]
            one = analyzer()
            state = state_of(one, items[:30], items[30:])
            found += [repr((analyzer.id, kind, finding)) for finding in one.score(items, state)]
            found += [repr((analyzer.id, kind, result)) for result in one.emit(state)]
    return "\n".join(found)


def test_findings_are_the_same_in_every_process():
    """E25: nothing hangs on the order of a set, or on dice without a seed."""
    script = "from tests.contract.test_analyzers import told; print(told())"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for seed in ("1", "2")
    ]
    first, second = (process.communicate()[0] for process in processes)
    assert len(first.splitlines()) > 50
    assert first == second


def test_no_analyzer_writes_a_file_or_asks_the_network(tmp_path):
    """E25: in a process that hears of everything that is opened for writing and of every connection."""
    script = """
import sys
from tests.contract import test_analyzers
test_analyzers.told()  # whatever is loaded by the way is loaded now
def hear(event, given):
    if event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+"):
        raise SystemExit(f"writes {given[0]}")
    if event == "open" and given[1] is None and given[2] & 3:
        raise SystemExit(f"writes {given[0]}")
    if event.startswith(("socket.connect", "socket.getaddrinfo", "subprocess", "os.remove", "os.rename")):
        raise SystemExit(event)
sys.addaudithook(hear)
test_analyzers.told()
try:
    open("x", "w")
except SystemExit:
    print("heard")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("heard\n", 0), done.stderr


@every_analyzer
def test_no_items_are_no_findings(analyzer):
    one = analyzer()
    assert list(one.score([], state_of(one, []))) == []
    assert list(one.score([], one.finish(None, None))) == []


@every_analyzer
@pytest.mark.parametrize(
    "text", ["(" * 60_000, " " * 60_000, "a" * 60_000, "Â£" * 30_000, "no input " * 8_000, "\n1. " * 20_000, "Input: " * 9_000],
    ids=["brackets", "spaces", "letters", "mojibake", "placeholder", "numbers", "marks"],
)  # fmt: skip
def test_a_huge_field_is_read_without_getting_lost(analyzer, text):
    parts = {
        Kind.TASK_LABEL: {"text": text, "label": "1"},
        Kind.PREFERENCE: {"prompt": text, "a": text, "b": "x" + text, "choice": "a"},
        Kind.INSTRUCTION: {"instruction": text, "input": text, "output": "x" + text},
        Kind.SIMULATION: {"turns": [{"role": "user", "text": text}, {"role": "assistant", "text": text}]},
        Kind.FREE_TEXT: {"text": text, "prompt": text},
    }
    for kind in analyzer.kinds:
        items = [Item(1, 1, 0, None, kind, parts[kind])]
        one = analyzer()
        assert all(finding.item == 1 for finding in one.score(items, state_of(one, items)))

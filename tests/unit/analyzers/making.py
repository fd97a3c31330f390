"""Items made by hand for the tests of analyzers."""

from __future__ import annotations

from synthreview.analyzers.contract import Analyzer
from synthreview.domain import Finding, Item, Kind


def instruction(
    instruction: str = "", input_: str = "", output: str = "A fine answer.", *, id: int = 1, **parts
) -> Item:
    return Item(
        id,
        1,
        id - 1,
        None,
        Kind.INSTRUCTION,
        {"instruction": instruction, "input": input_, "output": output, **parts},
    )


def labelled(people=None, model=None, *, label=None, annotator="", id: int = 1) -> Item:
    parts = {
        "text": f"text {id}",
        "human_labels": people,
        "model_labels": model,
        "label": label,
        "annotator": annotator,
    }
    return Item(
        id,
        1,
        id - 1,
        None,
        Kind.TASK_LABEL,
        {name: value for name, value in parts.items() if value is not None},
    )


def preference(
    a: str = "An answer.", b: str = "Another answer.", choice: str = "a", *, id: int = 1, **parts
) -> Item:
    return Item(
        id, 1, id - 1, None, Kind.PREFERENCE, {"prompt": "Why?", "a": a, "b": b, "choice": choice, **parts}
    )


def free_text(text: str, *, id: int = 1, **parts) -> Item:
    return Item(id, 1, id - 1, None, Kind.FREE_TEXT, {"text": text, **parts})


def conversation(*turns: str, id: int = 1) -> Item:
    """Turns as ``"U: text"`` (user), ``"A: text"`` (assistant), ``"S: "`` (system), ``"T: "`` (tool) or ``"Name: text"``."""
    roles = {"U": "user", "A": "assistant", "S": "system", "T": "tool"}
    made = []
    for turn in turns:
        role, _, text = turn.partition(": ")
        made.append({"role": roles.get(role, role), "speaker": "", "text": text})
    return Item(id, 1, id - 1, None, Kind.SIMULATION, {"turns": made})


def run(analyzer: Analyzer, *items: Item, reference: list[Item] | None = None) -> list[Finding]:
    """Both passes over one batch."""
    other = analyzer.summarize(reference) if reference else None
    return list(analyzer.score(items, analyzer.finish(analyzer.summarize(items), other)))


def reasons(analyzer: Analyzer, *items: Item) -> set[str]:
    return {finding.reason for finding in run(analyzer, *items)}


def the(findings: list[Finding], reason: str) -> Finding:
    """The one finding with a reason."""
    (found,) = [finding for finding in findings if finding.reason == reason]
    return found

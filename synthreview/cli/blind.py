"""The command ``blind``: label items without the model's labels in sight, here or elsewhere."""

from __future__ import annotations

import csv
import re
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from synthreview import settings
from synthreview.cli.decision_file import HIGHEST
from synthreview.cli.output import (
    PATH,
    WORDS,
    ProgressBar,
    emit,
    emit_lines,
    json_option,
    project_argument,
)
from synthreview.domain import Dataset, Kind
from synthreview.engine.blind import keys
from synthreview.errors import EnvironmentFault, UserError
from synthreview.figures import span
from synthreview.project import BLIND_COUNT, BlindItem, BlindSample, Gain, Project

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SIDES = {"a": "A is better", "b": "B is better", "tie": "a tie"}
_HELP = "a key or another label; s not sure, u take back the last, q stop"


@click.command()
@project_argument
@click.option("--dataset", type=WORDS, help="Which data set (needed when there are several).")
@click.option(
    "--count", type=click.IntRange(1), default=BLIND_COUNT, show_default=True, help="How many items to draw."
)
@click.option(
    "--seed", type=click.IntRange(0, HIGHEST), help="Draws the same items again (default: by chance)."
)
@click.option(
    "--as", "person", type=WORDS, default="", help="Who labels (default: the name from the settings)."
)
@click.option("--list", "list_", is_flag=True, help="Write the sample as JSON Lines, to label it elsewhere.")
@click.option("--answers", type=PATH, help="Labels given elsewhere: CSV or JSON Lines with id and label.")
@click.option("--finish", is_flag=True, help="Put the labels there are to use; ask for no more.")
@json_option
def blind(project: Path, as_json: bool, **asked: Any) -> None:
    """Label a random sample without seeing the model's labels.

    The labels become a data set of people's labels, which the detectors compare with. Without --list,
    --answers or --finish it asks for one label after the other. Each is on disk before the next item is
    shown: stop whenever you like and go on later.
    """
    if sum((asked["list_"], asked["answers"] is not None, asked["finish"])) > 1:
        raise UserError("'--list', '--answers' and '--finish' exclude each other; give one of them.")
    person = asked["person"] or settings.load().reviewer
    with closing(Project.open(project, reviewer=person)) as opened:
        dataset = _dataset(opened, asked["dataset"])
        if asked["finish"]:
            _finish(opened, dataset, as_json=as_json)
            return
        if asked["answers"] is not None:
            _take_answers(opened, dataset, asked["answers"])
            _finish(opened, dataset, as_json=as_json)
            return
        with ProgressBar("Drawing a sample") as job:
            sample = opened.blind_start(dataset.id, asked["count"], asked["seed"], job)
        if asked["list_"]:
            emit_lines(_listed(item) for item in opened.blind_items(sample.id))
            return
        if _Talk(opened, dataset, sample, aside=as_json).run():
            _finish(opened, dataset, as_json=as_json)
            return
        progress = opened.blind_progress(sample.id)
        kept = f"{progress.done} of {progress.total} are labelled and kept. Run the command again to go on,"
        emit(asdict(progress), [f"{kept} or with --finish to use what is there."], as_json=as_json)


def _dataset(opened: Project, name: str | None) -> Dataset:
    """The data set named, or the only one that can be labelled blind."""
    suited = opened.blind_datasets()
    return suited[0] if name is None and len(suited) == 1 else opened.dataset(name)


def _take_answers(opened: Project, dataset: Dataset, file: Path) -> None:
    """Keep the answers in a file, all or none."""
    given = list(_read(file))
    sample = opened.blind_sample(dataset.id, holding=given[0][0])
    if sample is None:
        raise UserError(
            f"Item {given[0][0]} is in no sample of '{dataset.name}' to be labelled blind; take the ids that"
            " --list writes."
        )
    opened.blind_label_many(sample.id, given)


def _finish(opened: Project, dataset: Dataset, *, as_json: bool) -> None:
    with ProgressBar("Comparing with people's labels") as job:
        found = opened.blind_finish(dataset.id, job)
    emit(_value(found), [*found.words, f"They are the data set '{found.reference}' now."], as_json=as_json)


def _value(found: Gain) -> dict[str, Any]:
    return {**asdict(found), "words": found.words}


def _listed(item: BlindItem) -> dict[str, Any]:
    return {"id": item.item, **{name.lower(): text for name, text in item.texts}}


class _Talk:
    """Asks for one label after the other in the terminal."""

    def __init__(self, opened: Project, dataset: Dataset, sample: BlindSample, *, aside: bool) -> None:
        self._project, self._sample, self._aside = opened, sample, aside
        self._kind = dataset.kind
        self._labels = opened.blind_labels(dataset.id)
        self._keys = keys(self._labels)

    def run(self) -> bool:
        """Go on until all is labelled (True) or the person stops."""
        while (item := self._project.blind_next(self._sample.id)) is not None:
            self._show(item)
            started = time.monotonic()
            while (word := self._ask()) == "":
                pass
            if word is None or word == "q":
                return False
            self._take(word, item.item, time.monotonic() - started)
        return True

    def _show(self, item: BlindItem) -> None:
        progress = self._project.blind_progress(self._sample.id)
        left = f", about {span(progress.seconds_left)} left" if progress.seconds_left else ""
        self._tell(f"\n{progress.done + 1} of {progress.total}{left}\n")
        for name, text in item.texts:
            self._tell(f"{name}: {plain(text)}" if len(item.texts) > 1 else plain(text))
        self._tell("")
        names = _SIDES if self._kind is Kind.PREFERENCE else {}
        for key, label in self._keys.items():
            shown = plain(names.get(label, label))
            self._tell(f"  {shown}" if key == label else f"  {key:>2}  {shown}")
        self._tell(f"  {_HELP}")

    def _ask(self) -> str | None:
        """What the person typed; None at the end of the input."""
        click.echo("> ", nl=False, err=self._aside)
        line = sys.stdin.readline()
        return line.strip() if line else None

    def _take(self, word: str, item: int, seconds: float) -> None:
        if word == "u":
            taken = self._project.blind_undo(self._sample.id)
            self._tell("Taken back." if taken is not None else "There is nothing of yours to take back.")
            return
        label = None if word == "s" else self._keys.get(word, word)
        try:
            kept = self._project.blind_label(self._sample.id, item, label, seconds)
        except UserError as error:
            self._tell(str(error))
            return
        if kept is not None and kept not in self._labels:
            self._tell(f"'{plain(kept)}' is a label of your own; u takes it back.")

    def _tell(self, words: str) -> None:
        click.echo(words, err=self._aside)


def plain(text: str) -> str:
    """A text without characters that would steer the terminal."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def _read(file: Path) -> Iterator[tuple[int, str | None]]:
    """The answers in a file; UserError names the line that cannot be used."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EnvironmentFault(f"'{file}' cannot be read ({error.strerror}); name another file.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"'{file.name}' is not UTF-8 text; save it as CSV or JSON Lines in UTF-8.") from error
    rows = _json_rows(text, file) if text.lstrip().startswith("{") else _csv_rows(text, file)
    found = 0
    for line, row in rows:
        found += 1
        yield _answer(row, f"Line {line} of '{file.name}'")
    if not found:
        raise UserError(f"'{file.name}' holds no answer; it needs lines with an id and a label.")


def _json_rows(text: str, file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError:
                row = None
            if not isinstance(row, dict):
                raise UserError(f"Line {number} of '{file.name}' is no JSON object; write one on each line.")
            yield number, row


def _csv_rows(text: str, file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(text.splitlines(), restkey="more")
    if not {"id", "label"} <= set(reader.fieldnames or ()):
        raise UserError(f"'{file.name}' has no columns named id and label; name them so in its first line.")
    for row in reader:
        yield reader.line_num, row


def _answer(row: dict[str, Any], where: str) -> tuple[int, str | None]:
    name, label = str(row.get("id", "")).strip(), row.get("label")
    if not (name.isascii() and name.isdecimal() and len(name) < len(str(HIGHEST))):
        raise UserError(f"{where} names no item: its id is '{name}'; take the ids that --list writes.")
    if isinstance(label, (list, dict)):
        raise UserError(f"{where} has a label that is no text; write one label.")
    text = "" if label is None else str(label).strip()
    return int(name), text or None

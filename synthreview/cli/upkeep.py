"""Commands that care for data sets: dataset, quarantine, diff, verify."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from synthreview.cli.data import attach_all, joined_words
from synthreview.cli.mapping_options import MappingOptions, mapping_options
from synthreview.cli.output import (
    PATH,
    WORDS,
    ProgressBar,
    emit,
    emit_lines,
    json_option,
    project_argument,
)
from synthreview.engine.outfile import whole
from synthreview.errors import UserError
from synthreview.figures import counted, grouped
from synthreview.project import Join, Mended, Project, UpdateReport


class _OnProject(click.Group):
    """Commands with the project before the verb: ``dataset PROJECT rename ...``."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Put the verb first, where click expects it, unless it is there already."""
        if len(args) > 1 and args[0] not in self.commands and args[1] in self.commands:
            args[0], args[1] = args[1], args[0]
        return super().parse_args(context, args)


@click.group(cls=_OnProject)
def dataset() -> None:
    """Care for data sets: dataset PROJECT list, rename, remove, update, attach, exchange or hold-out."""


@dataset.command("list")
@project_argument
@json_option
def list_(project: Path, as_json: bool) -> None:
    """List the data sets of PROJECT."""
    with closing(Project.open(project)) as opened:
        rows = [{**asdict(each), "mapping": dict(each.mapping)} for each in opened.datasets()]
    if as_json:
        emit_lines(rows)
        return
    for row in rows:
        click.echo(
            f"{row['name']}: {row['kind']}, {row['role']}, {grouped(row['records'])} records,"
            f" {grouped(row['items'])} items, {grouped(row['quarantined'])} set aside, from {row['source']}"
        )


@dataset.command()
@project_argument
@click.argument("name", type=WORDS)
@click.argument("new_name", type=WORDS)
@json_option
def rename(project: Path, name: str, new_name: str, as_json: bool) -> None:
    """Give data set NAME the name NEW_NAME."""
    with closing(Project.open(project)) as opened:
        operation = opened.rename_dataset(opened.dataset(name).id, new_name)
    emit({"operation": operation.seq, "label": operation.label}, [operation.label], as_json=as_json)


@dataset.command()
@project_argument
@click.argument("name", type=WORDS)
@json_option
def remove(project: Path, name: str, as_json: bool) -> None:
    """Take data set NAME out of PROJECT; undo brings it back with its decisions."""
    with closing(Project.open(project)) as opened:
        operation = opened.remove_dataset(opened.dataset(name).id)
    words = f"{operation.label}; 'synthreview undo {project}' brings it back."
    emit({"operation": operation.seq, "label": operation.label}, [words], as_json=as_json)


@dataset.command()
@project_argument
@click.argument("name", type=WORDS)
@json_option
def exchange(project: Path, name: str, as_json: bool) -> None:
    """Read the choices of data set NAME the other way round: a for b."""
    with closing(Project.open(project)) as opened:
        operation = opened.exchange_codes(opened.dataset(name).id)
    emit({"operation": operation.seq, "label": operation.label}, [operation.label], as_json=as_json)


@dataset.command("hold-out")
@project_argument
@click.argument("name", type=WORDS)
@click.option("--use", is_flag=True, help="The other way round: let detectors use it again.")
@json_option
def hold_out(project: Path, name: str, use: bool, as_json: bool) -> None:
    """Keep people's answers NAME from the detectors, so that ``probe`` can test on them."""
    with closing(Project.open(project)) as opened:
        operation = opened.hold_out(opened.dataset(name).id, not use)
    words = f"{operation.label}. Run 'synthreview analyze {project}' so that the detectors know of it."
    emit({"operation": operation.seq, "label": operation.label}, [words], as_json=as_json)


@dataset.command()
@project_argument
@click.argument("name", type=WORDS)
@click.option("--to", type=WORDS, help="The data set it speaks of (default: all of its kind).")
@click.option(
    "--join", type=click.Choice([each.value for each in Join]), help="By id or by text (default: what meets)."
)
@json_option
def attach(project: Path, name: str, to: str | None, join: str | None, as_json: bool) -> None:
    """Join reference NAME to the data it speaks of."""
    with closing(Project.open(project)) as opened:
        by = Join(join) if join else None
        joined = list(attach_all(opened, opened.dataset(name).id, to, by))
    if as_json:
        emit_lines(asdict(one) for one in joined)
        return
    for line in joined_words(joined):
        click.echo(line)


@dataset.command()
@project_argument
@click.argument("name", type=WORDS)
@click.argument("file", type=PATH)
@mapping_options
@json_option
def update(project: Path, name: str, file: Path, as_json: bool, **options: Any) -> None:
    """Put FILE, a newer version, in the place of data set NAME; decisions go along."""
    asked = MappingOptions(options["kind"], options["maps"], options["codes"])
    with closing(Project.open(project)) as opened, ProgressBar(f"Updating {name}") as job:
        report = opened.update_dataset(opened.dataset(name).id, file, asked.mapping(file), job)
    with closing(Project.open(project)) as opened, ProgressBar("Making the text searchable") as job:
        opened.index_text(job)
    emit(asdict(report), _update_words(report), as_json=as_json)


def _update_words(report: UpdateReport) -> Iterator[str]:
    yield (
        f"Updated '{report.dataset}', matched by {report.matched_by}: {grouped(report.same)} items the same"
        f" ({grouped(report.moved)} at another place), {grouped(report.changed)} changed,"
        f" {grouped(report.new)} new, {grouped(report.gone)} gone."
    )
    yield (
        f"{counted(report.decisions, 'decision')} carried over, {grouped(report.to_check)} of them on changed"
        f" items, which are flagged; {grouped(report.dropped)} not carried over."
    )
    if report.blind:
        yield f"Labels given blind stay with the old version ({grouped(report.blind)}); undo brings it back."


@click.group(cls=_OnProject)
def quarantine() -> None:
    """Records that could not be read: quarantine PROJECT list, export or retry."""


_WHICH = click.option("--dataset", "name", type=WORDS, help="Which data set (needed when there are several).")


@quarantine.command("list")
@project_argument
@_WHICH
@json_option
def list_damaged(project: Path, name: str | None, as_json: bool) -> None:
    """List the records set aside, with the reason and their text."""
    with closing(Project.open(project)) as opened:
        for row in _damaged(opened, name):
            text = " ".join(row["text"].split())[:100]
            words = f"{row['dataset']}, record {row['position']} {row['why']}: {text}"
            emit(row, [words], as_json=as_json)


@quarantine.command("export")
@project_argument
@click.argument("out", type=PATH)
@_WHICH
@json_option
def export_damaged(project: Path, out: Path, name: str | None, as_json: bool) -> None:
    """Write the records set aside to OUT as JSON Lines: mend their text there, then retry --from OUT."""
    with closing(Project.open(project)) as opened:
        rows = list(_damaged(opened, name))
    if out.exists():
        raise UserError(f"'{out}' is there already; name a new file.")
    with whole(out) as file:
        for row in rows:
            file.write(orjson.dumps(row) + b"\n")
    words = f"Wrote {counted(len(rows), 'record')} to '{out}'; mend their text and retry with --from."
    emit({"file": str(out), "records": len(rows)}, [words], as_json=as_json)


@quarantine.command()
@project_argument
@_WHICH
@click.option("--from", "file", type=PATH, help="A file of 'quarantine export' with mended texts.")
@json_option
def retry(project: Path, name: str | None, file: Path | None, as_json: bool) -> None:
    """Try the records set aside again, with the texts of a file or as they are."""
    with closing(Project.open(project)) as opened:
        chosen = opened.dataset(name)
        texts = (
            _texts(file, chosen.name) if file else [(row["position"], None) for row in _damaged(opened, name)]
        )
        mended = opened.mend(chosen.id, texts)
    emit(asdict(mended), _mended_words(mended), as_json=as_json)


def _mended_words(mended: Mended) -> Iterator[str]:
    yield f"{counted(mended.mended, 'record')} can be reviewed now; {grouped(len(mended.still))} stay aside."
    for position, why in mended.still[:20]:
        yield f"  record {position} {why}"


def _damaged(opened: Project, name: str | None) -> Iterator[dict[str, Any]]:
    chosen = opened.dataset(name)
    for position, why, text in opened.damaged(chosen.id):
        yield {"dataset": chosen.name, "position": position, "why": why, "text": text}


def _texts(file: Path, name: str) -> list[tuple[int, str | None]]:
    rows: list[tuple[int, str | None]] = []
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UserError(f"'{file}' cannot be read ({error.strerror}).") from error
    for number, line in enumerate(lines, 1):
        try:
            row = orjson.loads(line) if line.strip() else {"dataset": ""}
            if row.get("dataset", name) == name:
                rows.append((int(row["position"]), str(row["text"])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                f"Line {number} of '{file.name}' is no record ({error}); each line needs a position and a"
                " text."
            ) from error
    return rows


@click.command()
@project_argument
@click.option("--dataset", "name", type=WORDS, help="Which data set (needed when there are several).")
@json_option
def diff(project: Path, name: str | None, as_json: bool) -> None:
    """Print every change people made to a data set, before and after."""
    with closing(Project.open(project)) as opened:
        for row in opened.changes(opened.dataset(name).id):
            emit(row, _change_words(row), as_json=as_json)


def _change_words(row: dict[str, Any]) -> Iterator[str]:
    unit = f", {row['unit']}" if row["unit"] else ""
    reasons = f" ({', '.join(row['reasons'])})" if row.get("reasons") else ""
    yield f"record {row['position']}{unit} {row['change']}{reasons}"
    if row["change"] == "fixed":
        for part, before in row["before"].items():
            yield f"  {part} - {before}"
            yield f"  {part} + {row['after'][part]}"


@click.command()
@click.argument("manifest", type=PATH)
@click.option("--source", type=PATH, help="The source file, to count the records that are equal to it.")
@json_option
def verify(manifest: Path, source: Path | None, as_json: bool) -> None:
    """Check an exported file against its MANIFEST."""
    found = Project.verify(manifest, source)
    value = {"intact": found.intact, **asdict(found)}
    words = [f"'{found.file}' is as it was exported (SHA-256 {found.sha256})."] if found.intact else []
    if found.byte_equal is not None:
        words.append(f"{counted(found.byte_equal, 'record')} equal to the source, byte for byte.")
    emit(value, [*words, *found.problems], as_json=as_json)
    if not found.intact:
        raise UserError(f"'{found.file}' is not as its manifest says: {'; '.join(found.problems)}.")

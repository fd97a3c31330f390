"""Commands that bring data in and look at it: import, analyze, analyzers, reasons."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from synthreview.analyzers import registry
from synthreview.cli.output import (
    PATH,
    WORDS,
    ProgressBar,
    emit,
    emit_lines,
    json_option,
    project_argument,
    say,
)
from synthreview.domain import PARTS, Kind, Role
from synthreview.engine.intake import UnknownShape
from synthreview.errors import UserError
from synthreview.figures import grouped
from synthreview.formats.mapping import Mapping
from synthreview.project import ImportReport, Preview, Project
from synthreview.reasons import REVIEW_REASONS

KINDS = click.Choice([kind.value for kind in Kind])


@click.command("import")
@project_argument
@click.argument("files", type=PATH, nargs=-1, required=True)
@click.option("--name", type=WORDS, default="", help="Name of the data set (default: the file's).")
@click.option("--kind", type=KINDS, help="Kind of data, when it is not recognised.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.SYNTHETIC.value,
    show_default=True,
    help="What the data is for: to be reviewed, or people's labels to compare with.",
)
@click.option(
    "--map", "maps", type=WORDS, multiple=True, metavar="PART=PATH", help="Where a part is found in a record."
)
@click.option("--dry-run", is_flag=True, help="Show the first records as they will look; import nothing.")
@json_option
def import_(
    project: Path,
    files: tuple[Path, ...],
    name: str,
    kind: str | None,
    role: str,
    maps: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import FILES into PROJECT, which is made when it does not exist."""
    # Each file is looked at before the project is made: a wrong name leaves nothing behind.
    previews = [_preview(file, kind, maps) for file in files]
    if dry_run:
        for preview in previews:
            _show_preview(preview, as_json=as_json)
        return
    with closing(Project.open(project, create=True)) as opened:
        for seen in previews:
            with ProgressBar(f"Importing {seen.file.name}") as job:
                report = opened.import_file(
                    seen.file, name=name, role=Role(role), mapping=seen.mapping, job=job
                )
            emit(asdict(report), _report_words(report), as_json=as_json)
        with ProgressBar("Making the text searchable") as job:
            opened.index_text(job)


def _preview(file: Path, kind: str | None, maps: tuple[str, ...]) -> Preview:
    """What a file would become under the mapping the options ask for."""
    try:
        return Project.preview(file, _mapping(file, kind, maps))
    except UnknownShape as error:
        sentence = str(error).removesuffix(".")
        raise UserError(f"{sentence}; for example --kind instruction --map output=answer.") from error


def _mapping(file: Path, kind: str | None, maps: tuple[str, ...]) -> Mapping | None:
    """The mapping the options ask for, on top of the recognised one; None when they ask for none."""
    if kind is None and not maps:
        return None
    parts: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    try:
        recognised = Project.preview(file).mapping
    except UserError:
        if kind is None:
            raise
    else:
        if kind is None or kind == recognised.kind:
            kind = recognised.kind
            parts = dict(recognised.parts)
            codes = {part: dict(table) for part, table in recognised.codes.items()}
    chosen = Kind(kind)
    known = {spec.name for spec in PARTS[chosen]}
    for entry in maps:
        part, equals, path = entry.partition("=")
        if not equals or part not in known:
            raise UserError(
                f"'--map {entry}' is not PART=PATH; a {chosen.words.lower()} has {', '.join(sorted(known))}."
            )
        parts[part] = path
    return Mapping(chosen, parts, codes)


def _show_preview(preview: Preview, *, as_json: bool) -> None:
    value = {
        "file": preview.file.name,
        "kind": preview.kind,
        "format": preview.format,
        "encoding": preview.encoding,
        "mapping": preview.mapping.to_json(),
        "sure": preview.sure,
        "note": preview.note,
        "samples": [asdict(sample) for sample in preview.samples],
    }
    doubt = "" if preview.sure else f" (not sure: {preview.note})"
    words = [f"{preview.file.name}: {preview.kind.words}, {preview.format}, {preview.encoding}{doubt}"]
    for part, path in preview.mapping.parts.items():
        words.append(f"  {part} from {path}")
    for sample in preview.samples:
        words.append(f"record {sample.position}:")
        if sample.parts is None:
            words.append(f"  would be set aside: {sample.fault}")
        for part, content in (sample.parts or {}).items():
            words.append(f"  {part}: {_short(content)}")
    emit(value, words, as_json=as_json)


def _short(value: Any, limit: int = 100) -> str:
    line = " ".join(str(value).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _report_words(report: ImportReport) -> list[str]:
    what = f"{report.kind.words}, {report.format}, {report.encoding}"
    counted = (
        f"{grouped(report.imported)} of {grouped(report.records)} records imported as '{report.dataset}'"
    )
    words = [f"{report.file}: {counted} ({what}) in {report.seconds:.1f} s"]
    if report.quarantined:
        words.append(
            f"  {grouped(report.quarantined)} records could not be read; they are set aside, not lost"
        )
    return words


@click.command()
@project_argument
@click.option("--dataset", "names", type=WORDS, multiple=True, help="Only this data set (may be repeated).")
@click.option(
    "--analyzer", "analyzers", type=WORDS, multiple=True, help="Only this analyzer (may be repeated)."
)
@click.option(
    "--tier",
    type=click.Choice(["instant", "full"]),
    default="instant",
    show_default=True,
    help="How far to go: what shows at once, or with the large embedding model too.",
)
@json_option
def analyze(
    project: Path, names: tuple[str, ...], analyzers: tuple[str, ...], tier: str, as_json: bool
) -> None:
    """Run the analyzers over PROJECT and rank its items; only what changed is run again."""
    if tier == "full":
        say("No analyzer of this version uses the full tier; running the instant one.")
    with closing(Project.open(project)) as opened:
        wanted = [opened.dataset(name).id for name in names] or None
        with ProgressBar("Analyzing") as job:
            reports = opened.analyze(wanted, list(analyzers) or None, job)
    if as_json:
        emit_lines(asdict(report) for report in reports)
        return
    for report in reports:
        result = report.error if report.status == "failed" else f"{grouped(report.findings)} findings"
        click.echo(
            f"{report.dataset}: {report.analyzer} {report.status}, {grouped(report.items)} items, "
            f"{result} ({report.seconds:.1f} s)"
        )


@click.command()
@json_option
def analyzers(as_json: bool) -> None:
    """List the analyzers: what they look at, what they need, what they find."""
    rows: list[dict[str, Any]] = [
        {
            "id": key,
            "version": analyzer.version,
            "title": analyzer.title,
            "kinds": list(analyzer.kinds),
            "needs": asdict(analyzer.needs),
            "reasons": [reason.code for reason in analyzer.reasons],
            "help": analyzer.help,
        }
        for key, analyzer in registry.registered().items()
    ]
    if as_json:
        emit_lines(rows)
        return
    for row in rows:
        click.echo(f"{row['id']}: {row['title']} ({', '.join(row['kinds'])})")
        click.echo(f"  {_short(row['help'], 400)}")


@click.command()
@json_option
def reasons(as_json: bool) -> None:
    """List every reason code: what reviewers can say, and what analyzers say."""
    tables = (("reviewer", REVIEW_REASONS), ("analyzer", tuple(registry.finding_reasons().values())))
    rows: list[dict[str, Any]] = [
        {
            "id": reason.code,
            "said_by": said_by,
            "kinds": list(reason.kinds),
            "words": reason.words,
        }
        for said_by, table in tables
        for reason in table
    ]
    if as_json:
        emit_lines(rows)
        return
    for row in rows:
        click.echo(f"{row['id']} ({row['said_by']}; {', '.join(row['kinds'])}): {row['words']}")

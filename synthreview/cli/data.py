"""Commands that bring data in and look at it: import, analyze, analyzers, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from synthreview import presets
from synthreview.analyzers import registry
from synthreview.cli.mapping_options import MappingOptions, mapping_options
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
from synthreview.cli.tier_options import tier_options
from synthreview.domain import Role
from synthreview.engine.intake import UnknownShape
from synthreview.errors import UserError
from synthreview.figures import counted, grouped
from synthreview.formats.mapping import ASIDE
from synthreview.project import ImportReport, Join, Joined, Preview, Project
from synthreview.reasons import REVIEW_REASONS


@click.command("import")
@project_argument
@click.argument("files", type=PATH, nargs=-1, required=True)
@click.option("--name", type=WORDS, default="", help="Name of the data set (default: the file's).")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.SYNTHETIC.value,
    show_default=True,
    help="What the data is for: to be reviewed, people's own to compare with, or held out for checks.",
)
@click.option(
    "--join",
    type=click.Choice([each.value for each in Join]),
    help="How rows of a reference find their items (default: by id where both have one, else by text).",
)
@click.option("--to", type=WORDS, help="Which data set a reference speaks of (default: all of its kind).")
@click.option("--licence", type=WORDS, default="", help="Licence of the data, for cards and exports.")
@click.option("--generator", type=WORDS, default="", help="What wrote the data, for cards and exports.")
@mapping_options
@click.option("--save-map", type=WORDS, help="Keep the mapping under this name for other imports.")
@click.option("--dry-run", is_flag=True, help="Show the first records as they will look; import nothing.")
@json_option
def import_(project: Path, files: tuple[Path, ...], dry_run: bool, as_json: bool, **options: Any) -> None:
    """Import FILES (or folders) into PROJECT, which is made when it does not exist."""
    asked = MappingOptions(options["kind"], options["maps"], options["codes"])
    # Each file is looked at before the project is made: a wrong name leaves nothing behind.
    previews = [_preview(file, asked) for file in files]
    if options["save_map"]:
        presets.save(options["save_map"], previews[0].mapping.to_json())
    if dry_run:
        for preview in previews:
            _show_preview(preview, as_json=as_json)
        return
    with closing(Project.open(project, create=True)) as opened:
        for seen in previews:
            _import_one(opened, seen, options, as_json=as_json)
        with ProgressBar("Making the text searchable") as job:
            opened.index_text(job)


def _import_one(opened: Project, seen: Preview, options: dict[str, Any], *, as_json: bool) -> None:
    role = Role(options["role"])
    with ProgressBar(f"Importing {seen.file.name}") as job:
        report = opened.import_file(
            seen.file,
            name=options["name"],
            role=role,
            mapping=seen.mapping,
            licence=options["licence"],
            generator=options["generator"],
            job=job,
        )
    joined = []
    if role is not Role.SYNTHETIC and options["join"] != Join.NONE:
        by = Join(options["join"]) if options["join"] else None
        joined = list(attach_all(opened, report.dataset_id, options["to"], by))
    value = {**asdict(report), "joined": [asdict(one) for one in joined]}
    emit(value, [*_report_words(report), *(f"  {line}" for line in joined_words(joined))], as_json=as_json)


def attach_all(opened: Project, reference: int, to: str | None, by: Join | None) -> Iterator[Joined]:
    """Join a reference to the data set named, or to each one of its kind that is to be reviewed."""
    kind = next(dataset.kind for dataset in opened.datasets() if dataset.id == reference)
    targets = [opened.dataset(to)] if to else [d for d in opened.datasets() if d.role is Role.SYNTHETIC]
    for target in targets:
        if to or target.kind is kind:
            with ProgressBar(f"Joining to {target.name}") as job:
                yield opened.attach(reference, target.id, by, job)


def joined_words(joined: Iterable[Joined]) -> Iterator[str]:
    """What joining came to, for people."""
    for one in joined:
        yield (
            f"{grouped(one.matched)} of {grouped(one.rows)} rows of '{one.reference}' found an item of"
            f" '{one.to}' by {one.by}; they cover {grouped(one.covered)} of its {grouped(one.items)} items"
        )
        if one.agreement:
            yield one.agreement


def _preview(file: Path, asked: MappingOptions) -> Preview:
    """What a file would become under the mapping the options ask for."""
    try:
        return Project.preview(file, asked.mapping(file))
    except UnknownShape as error:
        sentence = str(error).removesuffix(".")
        raise UserError(f"{sentence}; for example --kind instruction --map output=answer.") from error


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
        codes = preview.mapping.codes.get(part, {})
        words += [f"    {value} means {means}" for value, means in codes.items()]
    for name in ASIDE:
        if path := getattr(preview.mapping, name):
            words.append(f"  {name} from {path}")
    for sample in preview.samples:
        unit = f", {sample.unit}" if sample.unit is not None else ""
        words.append(f"record {sample.position}{unit}:")
        if sample.parts is None:
            words.append(f"  would be set aside: {sample.fault}")
        for part, content in (sample.parts or {}).items():
            words.append(f"  {part}: {_short(content)}")
        words += [f"  {part} is no known code: {value}" for part, value in sample.invalid.items()]
        if sample.more:
            words.append(f"  and {grouped(sample.more)} more items in this record")
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
    if report.items != report.imported:
        words.append(f"  they hold {grouped(report.items)} items")
    for part, values in report.invalid.items():
        told = ", ".join(f"{grouped(count)} times {value}" for value, count in values.items())
        words.append(f"  {part} is no valid label or choice {told}; these items are kept and marked")
    if report.agreement:
        words.append(f"  {report.agreement}")
    return words


@click.command()
@project_argument
@click.option("--dataset", "names", type=WORDS, multiple=True, help="Only this data set (may be repeated).")
@click.option(
    "--analyzer", "analyzers", type=WORDS, multiple=True, help="Only this analyzer (may be repeated)."
)
@tier_options
@json_option
def analyze(
    project: Path,
    names: tuple[str, ...],
    analyzers: tuple[str, ...],
    tier: str,
    model: Path | None,
    as_json: bool,
) -> None:
    """Run the analyzers over PROJECT and rank its items; only what changed is run again."""
    with closing(Project.open(project)) as opened:
        wanted = [opened.dataset(name).id for name in names] or None
        if tier == "full":
            with ProgressBar("Reading meanings") as job:
                read = opened.read_meanings(wanted, model, job)
            say(f"The large model read {counted(read, 'text')} that it did not know.")
        with ProgressBar("Analyzing") as job:
            reports = opened.analyze(wanted, list(analyzers) or None, job)
    if as_json:
        emit_lines(asdict(report) for report in reports)
        return
    for report in reports:
        result = f"{grouped(report.findings)} findings"
        if report.status == "failed":
            earlier = f"; {result} of an earlier run stay" if report.findings else ""
            result = f"{report.error}{earlier}"
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
    for name, why in registry.unloadable().items():
        say(f"{name}: {why}")
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

"""Commands about the order of the queue: what it shows for which reason, and what it learned."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from synthreview.cli.output import WORDS, ProgressBar, emit, json_option, project_argument
from synthreview.errors import UserError
from synthreview.figures import grouped
from synthreview.project import Mix, Project

SHARE = click.IntRange(0, 100)


@click.command()
@project_argument
@click.option("--audit", type=SHARE, help="Random checks, which alone tell how many errors are left.")
@click.option("--uncertain", type=SHARE, help="Items of which the risk is least sure.")
@click.option("--minority", type=SHARE, help="Items of rare labels.")
@json_option
def mix(project: Path, audit: int | None, uncertain: int | None, minority: int | None, as_json: bool) -> None:
    """Tell or set how many of a hundred items the queue shows for which reason; the rest are the riskiest."""
    asked = {"audit": audit, "uncertain": uncertain, "minority": minority}
    given = {way: share for way, share in asked.items() if share is not None}
    with closing(Project.open(project)) as opened:
        if given:
            shares = {**asdict(opened.mix()), **given}
            shares["risk"] = 100 - sum(share for way, share in shares.items() if way != "risk")
            if shares["risk"] < 0:
                raise UserError("The shares add up to more than 100; lower one of them.")
            opened.set_mix(Mix(**shares))
            with ProgressBar("Ranking") as job:
                opened.rank(job)
        now = asdict(opened.mix())
    words = ", ".join(f"{share} {way}" for way, share in now.items())
    emit(now, [f"Of a hundred items: {words}."], as_json=as_json)


@click.command()
@project_argument
@click.option("--dataset", type=WORDS, help="Which data set (needed when there are several).")
@click.option("--forget", is_flag=True, help="Rank by the detectors alone again.")
@json_option
def learn(project: Path, dataset: str | None, forget: bool, as_json: bool) -> None:
    """Learn from the decisions which detectors are right, and rank by it where that is better."""
    with closing(Project.open(project)) as opened:
        chosen = opened.dataset(dataset)
        with ProgressBar("Learning") as job:
            taught = None if forget else opened.learn(chosen.id)
            if taught is not None or (forget and opened.in_use(chosen.id) is not None):
                opened.use(chosen.id, taught.version if taught else None, job)
        version = opened.in_use(chosen.id)
    if taught is not None:
        said = f"'{chosen.name}' is ranked by what {grouped(taught.decisions)} decisions taught; see undo."
    elif version is None:
        why = "" if forget else "; nothing better was learned"
        said = f"'{chosen.name}' is ranked by the detectors alone{why}."
    else:
        said = f"'{chosen.name}' stays ranked by version {version}; nothing better was learned."
    emit({"version": version, "decisions": taught.decisions if taught else None}, [said], as_json=as_json)

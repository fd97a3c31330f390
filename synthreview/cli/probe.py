"""The command ``probe``: the second-order check."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from synthreview.cli.output import WORDS, ProgressBar, emit, json_option, project_argument
from synthreview.cli.tier_options import tier_options
from synthreview.engine.probing import SEEDS, Asked
from synthreview.probe import limits, words
from synthreview.project import Project


@click.command()
@project_argument
@click.option("--dataset", type=WORDS, help="Which data set (needed when there are several).")
@click.option("--holdout", type=WORDS, help="The data set of people's answers to test on.")
@click.option("--human", type=WORDS, help="A data set of people's own examples to train on beside it.")
@click.option("--where", type=WORDS, default="", help="Only the examples that meet this filter.")
@click.option("--label", type=WORDS, default="", help="For free text: the field with the label.")
@click.option("--seeds", type=click.IntRange(2, 50), default=SEEDS, show_default=True, help="Runs.")
@click.option("--what-if", is_flag=True, help="Also foretell what reviewing would bring.")
@tier_options
@json_option
def probe(project: Path, dataset: str | None, where: str, as_json: bool, **asked: Any) -> None:
    """Tell whether quick models trained on the cleaned data do better on people's answers.

    The same small models are trained on people's answers, on the data as it came, as it is now, and with as
    many corrections at random; all are tested on answers of people that none has seen: those of --holdout, or
    those that stand beside the model's in the data itself.
    """
    with closing(Project.open(project)) as opened, ProgressBar("Probing") as job:
        found = opened.probe(_asked(opened, dataset, **asked), where, job)
    told = [f"{words.headline(found)}.", "", *words.sentences(found), "", "What limits this:"]
    told += [f"- {line}" for line in limits.cautions(found)]
    told += ["", "How it was done:", *(f"- {line}" for line in limits.protocol(found))]
    emit(found.as_json(), told, as_json=as_json)


def _asked(
    project: Project,
    dataset: str | None,
    *,
    holdout: str | None,
    human: str | None,
    tier: str,
    **more: Any,
) -> Asked:
    return Asked(
        project.dataset(dataset).id,
        project.dataset(holdout).id if holdout is not None else None,
        project.dataset(human).id if human is not None else None,
        closely=tier == "full",
        **more,
    )

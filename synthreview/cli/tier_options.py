"""The options that say which model compares meanings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from synthreview.cli.output import PATH

C = TypeVar("C", bound=Callable[..., Any])


def tier_options(command: C) -> C:
    """Add ``--tier`` and ``--model`` to a command."""
    tier = click.option(
        "--tier",
        type=click.Choice(["instant", "full"]),
        default="instant",
        show_default=True,
        help="What compares meanings: a small model at once, or a large one that first reads every text.",
    )
    model = click.option("--model", type=PATH, help="A folder with a sentence model for the full tier.")
    return tier(model(command))

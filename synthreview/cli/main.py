"""The ``synthreview`` command: which commands there are, and how their errors are told."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import click

from synthreview import __version__
from synthreview.cli import (
    blind,
    data,
    find,
    leads,
    past,
    probe,
    ranking,
    report,
    review,
    safety,
    sample,
    upkeep,
)
from synthreview.cli.output import PROJECT, say
from synthreview.errors import EnvironmentFault, SynthreviewError
from synthreview.store import faults

INTERRUPTED = 130


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="synthreview")
@click.pass_context
def commands(context: click.Context) -> None:
    """Find what is wrong in synthetic training data, let people decide, export what is clean.

    Without a command the window opens.
    """
    if context.invoked_subcommand is None:
        context.invoke(open_window, project=None)


@commands.command("open")
@click.argument("project", type=PROJECT, required=False)
def open_window(project: Path | None) -> None:
    """Open the window, with PROJECT when one is named."""
    # Imported here: every other command runs where Qt is not installed.
    from synthreview.ui.app import start

    sys.exit(start(project))


for command in (
    *(data.import_, data.analyze, data.analyzers, data.reasons),
    *(review.queue, review.show, review.decide, review.object_to),
    *(past.undo, past.redo, past.history, past.revert, past.again),
    *(find.facets, find.like, find.filters),
    *(blind.blind, leads.stats, leads.export, leads.check, sample.demo),
    probe.probe,
    *(safety.backup, safety.backups, safety.restore),
    *(ranking.mix, ranking.learn, report.report),
    *(upkeep.dataset, upkeep.quarantine, upkeep.diff, upkeep.verify),
):
    commands.add_command(command)


def main() -> None:
    """Run the command line and end with its exit code.

    0 done; 2 the user can mend it; 3 the environment is at fault; 1 a bug, with its traceback.
    """
    try:
        commands.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        say("Stopped. What was acknowledged is saved; run the command again to go on.")
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SynthreviewError as error:
        say(str(error))
        sys.exit(error.exit_code)
    except sqlite3.DatabaseError as error:
        if faults.kind(error) is not faults.Fault.DAMAGE:
            raise
        say("A part of the project that this needs is damaged; 'synthreview backups PROJECT' lists backups.")
        sys.exit(EnvironmentFault.exit_code)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is not an error.
        sys.stderr.close()
        sys.exit(0)

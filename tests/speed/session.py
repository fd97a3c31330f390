"""A recorded session: five hundred mixed decisions, key by key, on a data set as it was released.

Needs ``../shared/data/alpaca/random/random_9k.json``; says so where it is absent.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

from synthreview.project import Project
from tests.speed.made import percentile, told

SOURCE = Path(__file__).parents[2].parent / "shared/data/alpaca/random/random_9k.json"
DECISIONS = 500
PLAN = (
    ("accept", 45),
    ("reject", 25),
    ("reason_reject", 10),
    ("defer", 6),
    ("flag_accept", 4),
    ("fix", 6),
    ("undo", 4),
)
"""What a person does next, in parts of a hundred."""


def run(folder: Path) -> None:
    """Import, analyze, then decide as a person does, and count what is on disk afterwards."""
    if not SOURCE.exists():
        told("recorded session", skipped="the released data are not on this machine")
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["SYNTHREVIEW_HOME"] = str(folder / "home")
    from tests.speed.desk_window import DeskWindow

    path = folder / "session.synthreview"
    project = Project.open(path, create=True, reviewer="Ana")
    project.import_file(SOURCE)
    project.analyze()
    project.index_text()
    project.close()
    desk = DeskWindow(path)
    chance = random.Random(8)
    acts, keys, expected = Counter[str](), Counter[str](), {}
    with desk.timed_commits():
        while sum(acts.values()) - acts["undo"] < DECISIONS:
            act = chance.choices([name for name, _ in PLAN], [weight for _, weight in PLAN])[0]
            item = desk.page.view.item.id
            before = len(desk.timings.pressed)
            written = 0
            if act == "undo":
                if not expected:
                    continue
                desk.press("undo")
                expected.pop(desk.page.view.item.id, None)
            elif act == "fix":
                desk.press("fix")
                desk.write(" Checked.")
                written = len(" Checked.")
                desk.press("keep")
                expected[item] = "fix"
            else:
                for name in {"reason_reject": ("reason_4", "reject"), "flag_accept": ("flag", "accept")}.get(
                    act, (act,)
                ):
                    desk.press(name)
                expected[item] = act.rpartition("_")[2]
            acts[act] += 1
            keys[act] += len(desk.timings.pressed) - before + written
    spent, commits, painting = desk.timings.pressed, desk.timings.commits, desk.timings.painting
    desk.close()
    again = Project.open(path)
    kept = {}
    for item in again.queue_ids(""):
        decision = again.view(item).decision
        if decision is not None:
            kept[item] = decision.verdict.value
    intact = again.check().intact
    again.close()
    decided = sum(acts.values()) - acts["undo"]
    told("recorded session", decisions=str(decided), acts=str(dict(acts)))
    told("keystrokes a decision", **{act: f"{keys[act] / acts[act]:.2f}" for act in sorted(acts)})
    told(
        "time the program takes a press",
        p50=f"{percentile(spent, 0.5) * 1000:.1f} ms",
        p99=f"{percentile(spent, 0.99) * 1000:.1f} ms",
        painting_p95=f"{percentile(painting, 0.95) * 1000:.1f} ms",
        commit_p99=f"{percentile(commits, 0.99) * 1000:.1f} ms",
        a_decision=f"{sum(spent) / decided * 1000:.1f} ms",
    )
    lost = {item: verdict for item, verdict in expected.items() if kept.get(item) != verdict}
    told(
        "lost", decisions=str(len(lost)), too_many=str(len(kept.keys() - expected.keys())), intact=str(intact)
    )

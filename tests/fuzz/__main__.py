"""Every reader under damaged files: ``python -m tests.fuzz [--minutes 10] [--seed 1] [--reader NAME]``.

What is right: a result, an error in one clear sentence, or a record set aside with its reason. Wrong is any
other exception, a case of more than 20 seconds or a gigabyte, a process that ends, a byte or a record that is
lost. The first case of each fault is kept, and ``--again FILE --reader NAME`` runs it once more in this process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.fuzz.containers import TARGETS as CONTAINERS
from tests.fuzz.loop import examine, run
from tests.fuzz.target import Target
from tests.fuzz.words import TARGETS as WORDS

TARGETS: dict[str, Target] = {target.name: target for target in (*CONTAINERS, *WORDS)}


def main() -> int:
    """Run, tell, and end with 1 where something went wrong."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--reader", action="append", choices=sorted(TARGETS), help="only these; may be repeated"
    )
    asked.add_argument("--kept", type=Path, default=None, help="the folder for cases that went wrong")
    asked.add_argument("--again", type=Path, help="a kept case to run once more")
    given = asked.parse_args()
    chosen = [TARGETS[name] for name in given.reader or TARGETS]
    if given.again is not None:
        return _again(chosen[0], given.again)
    kept = given.kept or Path(tempfile.mkdtemp(prefix="fuzz-kept-"))
    kept.mkdir(parents=True, exist_ok=True)
    share = given.minutes * 60 / sum(target.weight for target in chosen)
    total, wrong = 0, Counter[str]()
    for target in chosen:
        here = Counter[str]()
        for number, found in run(target, given.seed, share * target.weight, kept):
            if not found.place:
                total += number
                print(
                    f"{target.name:14} {number:7,} cases  {sum(here.values())} wrong  {found.told}",
                    flush=True,
                )
            else:
                if found.place not in here:
                    print(
                        f"  {target.name} {number}: {found.place}: {found.told.strip().splitlines()[-1][:200]}",
                        flush=True,
                    )
                here[found.place] += 1
        wrong.update(here)
    print(
        f"{total:,} cases, seed {given.seed}, {len(wrong)} faults in {sum(wrong.values())} cases; kept in {kept}"
    )
    for place, times in wrong.most_common():
        print(f"{times:6,}  {place}")
    return bool(wrong)


def _again(target: Target, path: Path) -> int:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-again-"))
    target.seeds(folder)
    found = examine(target, path.read_bytes(), folder)
    print(found.told if found else "It stands.")
    return found is not None


if __name__ == "__main__":
    sys.exit(main())

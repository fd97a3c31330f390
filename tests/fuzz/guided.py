"""One reader under cases that Atheris chooses by what they reach: ``python -m tests.fuzz.guided NAME FOLDER``.

Atheris is no dependency of the tests; install it to use this. FOLDER keeps the cases that reached something new
and, in ``wrong``, the first case of each fault; options of libFuzzer such as ``-max_total_time=60`` follow.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(
    include=["synthreview.formats", "synthreview.query", "synthreview.probe.result"]
):
    from tests.fuzz.__main__ import TARGETS

from tests.fuzz.loop import SECONDS, examine
from tests.fuzz.mutating import mutated


def main() -> None:
    """Run until libFuzzer ends; each fault is told once."""
    target, kept = TARGETS[sys.argv[1]], Path(sys.argv[2])
    folder, corpus, wrong = Path(tempfile.mkdtemp()), kept / "corpus", kept / "wrong"
    for each in (corpus, wrong):
        each.mkdir(parents=True, exist_ok=True)
    os.environ["SYNTHREVIEW_HOME"] = str(folder / "home")
    seeds = target.seeds(folder)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    told: set[str] = set()

    def one(data: bytes) -> None:
        found = examine(target, data, folder)
        if found is not None and found.place not in told:
            told.add(found.place)
            (wrong / f"{len(told)}.case").write_bytes(data)
            print(found.place, found.told, sep="\n", flush=True)

    def another(data: bytes, most: int, seed: int) -> bytes:
        return mutated(Random(seed), [data, data, *seeds], target.words)[:most]

    options = [sys.argv[0], str(corpus), f"-timeout={SECONDS}", "-rss_limit_mb=2048", "-max_len=200000"]
    atheris.Setup([*options, *sys.argv[3:]], one, custom_mutator=another)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""Cases one after the other in a process of their own, watched from outside: time, memory, and sudden ends."""

from __future__ import annotations

import faulthandler
import gc
import json
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from tests.fuzz.mutating import damaged, mutated
from tests.fuzz.target import Target

SECONDS = 20
"""A case that takes longer hangs."""
SLOW = 8
"""One that takes so long is worth a look."""
MOST = 1 << 20
"""Kilobytes of memory that a process may take for a case."""
ROOM = 6 << 30
"""Bytes of address space, beyond which the system refuses: the machine is shared."""
PACKAGE = f"{os.sep}synthreview{os.sep}"


@dataclass(frozen=True)
class Finding:
    """What went wrong: ``place`` is where, the same for all cases of one fault."""

    place: str
    told: str


def examine(target: Target, data: bytes, folder: Path) -> Finding | None:
    """Run one case in a folder that is new and gone afterwards."""
    place = Path(tempfile.mkdtemp(dir=folder))
    try:
        target.check(data, place, Random(zlib.crc32(data)))
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever it is, it is a finding
        return Finding(_place(error), "".join(traceback.format_exception(error))[-6_000:])
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return None


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if PACKAGE in frame.filename] or frames
    words = str(error).partition(":")[0][:80] if isinstance(error, AssertionError) else ""
    where = f"{ours[-1].filename.rpartition(PACKAGE)[2]}:{ours[-1].name}"
    return f"{type(error).__name__} {words or where}"


def case(target: Target, seeds: list[bytes], seed: int, number: int) -> bytes:
    """The bytes of a case, always the same for a seed and a number; the first cases are the seeds."""
    rng = Random(f"{seed} {target.name} {number}")
    plain = number < len(seeds)
    data = seeds[number] if plain else mutated(rng, seeds, target.words)
    if target.wrapped is None:
        return data
    data = target.wrapped(data, rng)
    return data if plain or rng.random() < 0.4 else damaged(rng, data)


def _work(target: Target, seed: int, first: int, folder: Path, pipe: Connection) -> None:
    """In the child: cases until the pipe is closed; each is on disk before it is run."""
    sys.stderr = (folder / "stderr").open("a")
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    trace = (folder / "trace").open("w")
    faulthandler.enable(trace)
    os.environ["SYNTHREVIEW_HOME"] = str(folder / "home")
    tempfile.tempdir = str(folder)
    seeds = target.seeds(folder)
    number = first
    while True:
        data = case(target, seeds, seed, number)
        (folder / "case").write_bytes(data)
        faulthandler.dump_traceback_later(SECONDS - 4, file=trace)
        _forget_peak()
        begun = time.monotonic()
        found = examine(target, data, folder)
        faulthandler.cancel_dump_traceback_later()
        took, peak = time.monotonic() - begun, _peak()
        if found is None and peak > MOST:
            found = Finding("memory", f"{peak >> 10} MB")
        if found is None and took > SLOW:
            found = Finding("slow", f"{took:.1f} seconds")
        if found is not None:
            (folder / f"found-{number}").write_bytes(data)  # the next case is soon in the place of this one
        try:
            pipe.send((number, found))
        except OSError:
            return
        number += 1
        if number % 50 == 0:
            gc.collect()


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """Kilobytes of memory at most since the peak was forgotten."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def run(target: Target, seed: int, seconds: float, kept: Path) -> Iterator[tuple[int, Finding]]:
    """Cases of a target for so long; what went wrong, with the number of its case. Ends with place ''."""
    spawn = multiprocessing.get_context("spawn")
    end, number, slowest = time.monotonic() + seconds, 0, 0.0
    done = 0
    while time.monotonic() < end:
        folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        ours, theirs = spawn.Pipe(duplex=False)
        child = spawn.Process(target=_work, args=(target, seed, number, folder, theirs), daemon=True)
        child.start()
        theirs.close()
        started = time.monotonic()
        try:
            while time.monotonic() < end:
                begun = time.monotonic()
                if not ours.poll(SECONDS + (60 if begun == started else 0)):
                    yield (
                        number,
                        _lost(
                            folder / "case", kept, f"hang {_deepest(folder)}", (folder / "trace").read_text()
                        ),
                    )
                    done, number = done + 1, number + 1
                    break
                number, found = ours.recv()
                slowest = max(slowest, time.monotonic() - begun if number else 0.0)
                done, number = done + 1, number + 1
                if found is not None:
                    yield number - 1, _lost(folder / f"found-{number - 1}", kept, found.place, found.told)
        except EOFError:
            child.join()
            told = (folder / "trace").read_text() + (folder / "stderr").read_text()
            yield number, _lost(folder / "case", kept, f"ended {child.exitcode} {_deepest(folder)}", told)
            done, number = done + 1, number + 1
        finally:
            ours.close()
            child.kill()
            child.join()
            shutil.rmtree(folder, ignore_errors=True)
    yield done, Finding("", json.dumps({"slowest": round(slowest, 2)}))


def _deepest(folder: Path) -> str:
    """Where of our own modules a process stood that did not come back."""
    trace = (folder / "trace").read_text() if (folder / "trace").exists() else ""
    ours = [line for line in trace.splitlines() if PACKAGE in line]
    return ours[0].partition(PACKAGE)[2].replace('"', "") if ours else "outside"


def _lost(data: Path, kept: Path, place: str, told: str) -> Finding:
    """Keep the bytes of the first case of a fault beside what is told of it."""
    name = "".join(c if c.isalnum() else "-" for c in place)[:100]
    if not (kept / f"{name}.case").exists() and data.exists():
        shutil.copyfile(data, kept / f"{name}.case")
        (kept / f"{name}.txt").write_text(told)
    if data.name != "case":
        data.unlink(missing_ok=True)
    return Finding(place, told)

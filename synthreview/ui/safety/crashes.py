"""Where the program stood when it died: written by the interpreter itself, told at the next start.

Each running window holds one of a few files in the person's own state folder. They name modules and
functions with line numbers, nothing of the data.
"""

from __future__ import annotations

import faulthandler
import re
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from synthreview.paths import state_dir
from synthreview.ui.faults import short

PLACES = 8
"""Windows that can run at once and still leave a report."""
MOST = 20_000
"""Characters of a report that are told."""
_PLACE = re.compile(r'File "([^"]+)"')


class CrashLog:
    """The report of this process while it runs; ``left`` is what windows that died have left, if any."""

    def __init__(self) -> None:
        self.left = ""
        self._lock: FileLock | None = None
        with suppress(OSError):  # a state folder that cannot be written keeps nobody from working
            self._take(state_dir())

    def close(self) -> None:
        """The program ends as it should, and leaves nothing."""
        if self._lock is not None:
            faulthandler.disable()
            self._file.close()
            self._path.unlink(missing_ok=True)
            self._lock.release()

    def _take(self, folder: Path) -> None:
        """Read what is left where nobody writes any more, and keep the first such place."""
        reports = []
        for number in range(PLACES):
            path = folder / f"crash-{number}.log"
            lock = FileLock(path.with_suffix(".lock"), timeout=0)
            try:
                lock.acquire()
            except Timeout:
                continue
            if path.exists():
                reports.append(path.read_text(encoding="utf-8", errors="replace")[:MOST].strip())
                path.unlink()
            if self._lock is None:
                self._lock, self._path = lock, path
                self._file = path.open("w", encoding="utf-8")
                faulthandler.enable(self._file)
            else:
                lock.release()
        # Paths of this machine are nobody's business.
        self.left = "\n\n".join(
            _PLACE.sub(lambda found: f'File "{short(found[1])}"', report) for report in reports if report
        )

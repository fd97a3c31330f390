"""Unexpected exceptions, wherever they surface, become one quiet line in the window.

Three places lose exceptions: the main thread's hook (slots, timers, painting), plain threads, and
what Python cannot raise at all (finalizers). All three lead here. The details that can be copied
hold the kind of error and where in the code it happened, never the error's own text, because that
may quote the data.
"""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion

from synthreview import __version__
from synthreview.errors import SynthreviewError
from synthreview.store.faults import kind
from synthreview.translation import later, tr

SENTENCE = later("Something went wrong inside the program. What you decided is saved; you can go on.")


def words(error: BaseException) -> str:
    """One sentence for the person in front of the screen."""
    return str(error) if isinstance(error, SynthreviewError) else tr(SENTENCE)


def details(error: BaseException) -> str:
    """What a developer needs and a person may share: no text of items, no values, no full paths."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    machine = (
        f"synthreview {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {sys.platform}"
    )
    return "\n".join([machine, type(error).__qualname__, *places])


def short(filename: str) -> str:
    """The end of a module's path, which says nothing of whose machine it is on."""
    parts = filename.replace("\\", "/").split("/")
    return "/".join(parts[-3:] if "synthreview" in parts[-3:] else parts[-2:])


class Notifier(QObject):
    """Collects faults from every thread and tells each distinct one once, in the main thread."""

    fault = Signal(str, str)
    """The sentence to show, the details to copy."""
    heard = Signal(object)
    """Every error, before it is told."""
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self.context: Callable[[], str] = str
        """What was done last, in kinds of operations, for the details."""
        self._previous = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._raised.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the three hooks of this process."""
        sys.excepthook = self._from_main
        threading.excepthook = self._from_thread
        sys.unraisablehook = self._from_nowhere

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._previous

    def tell(self, error: BaseException) -> None:
        """Report an exception that was caught; safe on any thread."""
        self._raised.emit(error)

    def _from_main(
        self, raised: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(raised, KeyboardInterrupt):
            self._previous[0](raised, error, trace)
            return
        sys.stderr.write(f"{details(error)}\n")
        self.tell(error.with_traceback(trace))

    def _from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self._from_main(args.exc_type, args.exc_value, args.exc_traceback)

    def _from_nowhere(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._from_main(args.exc_type, args.exc_value, args.exc_traceback)

    @Slot(object)
    def _tell(self, error: BaseException) -> None:
        self.heard.emit(error)
        text = details(error)
        expected = isinstance(error, SynthreviewError)
        if not expected and (text in self._told or kind(error) is not None):
            # A failing paint or model call fails once per cell; one line is enough. What is wrong with the
            # project file is told by a notice that stays.
            return
        self._told.add(text)
        recent = self.context()
        self.fault.emit(words(error), f"{text}\nLast operations: {recent}" if recent else text)

    @Slot(str, object)
    def job_failed(self, _title: str, error: BaseException) -> None:
        """A background job failed and nobody else receives that."""
        self.tell(error)

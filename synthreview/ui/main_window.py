"""The window: its places, one project, and the acts that reach across places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from synthreview import __version__
from synthreview.domain import Changes
from synthreview.jobs import Job, JobContext
from synthreview.settings import Settings
from synthreview.translation import tr
from synthreview.ui import dialogs, new_project, sample
from synthreview.ui.banner import Banner
from synthreview.ui.bridge import Bridge
from synthreview.ui.commands import Commands
from synthreview.ui.day import Day
from synthreview.ui.elements import EmptyPlace, button, rule
from synthreview.ui.faults import Notifier
from synthreview.ui.home_page import HomePage
from synthreview.ui.import_dialog import ImportDialog
from synthreview.ui.intake import ImportRequest
from synthreview.ui.joining import join
from synthreview.ui.keys_overlay import KeysOverlay
from synthreview.ui.looks import Looks
from synthreview.ui.menus import Menus
from synthreview.ui.rail import WITHOUT_PROJECT, Rail
from synthreview.ui.safety.keeper import Keeper
from synthreview.ui.session import MakeReview, Session, make_review, with_detectors
from synthreview.ui.settings_page.page import SettingsPage
from synthreview.ui.status_line import StatusLine
from synthreview.ui.top_bar import TopBar

if TYPE_CHECKING:
    from synthreview.project import Project
    from synthreview.ui.help_window import HelpWindow

Opening = tuple["Project", ImportRequest | None]
"""An opened project and the file to import into it, if any."""

WORST_FIRST = "verdict:undecided"
"""The filter Review opens with."""


class MainWindow(QMainWindow):
    """The whole program on screen.

    ``projects`` and ``desk`` are the project class and the maker of the review page; tests replace them.
    """

    def __init__(
        self,
        settings: Settings,
        notifier: Notifier,
        projects: type[Project] | None = None,
        desk: MakeReview = make_review,
    ) -> None:
        super().__init__()
        self.settings = settings
        self._notifier, self._projects, self._desk = notifier, projects, desk
        self.session: Session | None = None
        self._opening: Job[Opening] | None = None
        self._wanted = Path()
        self._keys: KeysOverlay | None = None
        self._help: HelpWindow | None = None
        self.looks = Looks(settings, self)
        self.bridge = Bridge(self)
        self.bridge.failed.connect(notifier.job_failed)
        self.setWindowTitle("synthreview")
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 520)
        self._lay_out()
        self.looks.told.connect(self.status.say)
        notifier.fault.connect(self.fault.say)
        self.keeper = Keeper(self.notice, notifier, self.bridge, self)
        self.keeper.told.connect(self.status.say)
        self.keeper.changed.connect(self._show_state)
        self.keeper.leaving.connect(self.close_project)
        self.keeper.restored.connect(self.open_project)
        self.day = Day(self.status, self.settings, self.looks)
        self.menus, self.commands = Menus(self), Commands(self)
        self.preferences = SettingsPage(self)
        self.places.addWidget(self.preferences)
        self.preferences.left.connect(self.go)
        self._restore_geometry()
        self.home.new.setFocus()
        self._show_project()

    def _lay_out(self) -> None:
        self.rail, self.top = Rail(), TopBar(self.settings.reviewer)
        self.status = StatusLine(self.bridge)
        self.notice, self.fault = Banner("lock", "evidence"), Banner("warning", "removed")
        self.places = QStackedWidget()
        self.home = HomePage(self.settings)
        self.empty = EmptyPlace(
            "folder", tr("No project is open"), "", button(tr("Go to Home"), self._go_home, "primary")
        )
        self.places.addWidget(self.home)
        self.places.addWidget(self.empty)
        self.rail.chosen.connect(self.go)
        self.top.filter_asked.connect(self.open_filter)
        self.top.reviewer.renamed.connect(self._renamed)
        self.status.keys_asked.connect(self.show_keys)
        self.home.new_asked.connect(self.new_from_file)
        self.home.open_asked.connect(self.choose_project)
        self.home.sample_asked.connect(self.open_sample)
        self.home.recent_asked.connect(self.open_path)
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.top, rule("line"), self.notice, self.fault):
            right.addWidget(part)
        right.addWidget(self.places, 1)
        right.addWidget(rule("line"))
        right.addWidget(self.status)
        whole, ground = QHBoxLayout(), QWidget()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addWidget(rule("upright"))
        whole.addLayout(right, 1)
        ground.setLayout(whole)
        self.setCentralWidget(ground)

    # places

    @Slot(str)
    def go(self, place: str) -> None:
        """Show a place; without a project all but Home say what they are for."""
        self.place = place
        self.rail.go(place)
        if place == "home":
            self.home.refresh()
            self.places.setCurrentWidget(self.home)
        elif place == "settings":
            self.places.setCurrentWidget(self.preferences)
        elif self.session is None:
            self.empty.say(WITHOUT_PROJECT[place])
            self.places.setCurrentWidget(self.empty)
        else:
            page = self.session.pages()[place]
            self.places.setCurrentWidget(page)
            if place == "review":
                page.setFocus()

    @Slot()
    def _go_home(self) -> None:
        self.go("home")

    @Slot(str)
    def open_filter(self, where: str) -> None:
        """Show in Review the items that match."""
        if self.session is not None:
            self.top.show_filter(where)
            self.go("review")
            self.session.review.open_filter(where or WORST_FIRST)

    # projects

    @property
    def projects(self) -> type[Project]:
        """The project class, imported on first need."""
        if self._projects is None:
            from synthreview.project import Project

            self._projects = Project
        return self._projects

    @Slot(str)
    def open_path(self, path: str) -> None:
        """Open a project by its path."""
        self.open_project(Path(path))

    def open_project(self, path: Path, request: ImportRequest | None = None) -> None:
        """Open a project in the background; with a request, make it and import the file."""
        projects, reviewer = self.projects, self.settings.reviewer
        if self.session is not None and self.session.project.path.absolute() == path.absolute():
            self.go("data")
            return

        def work(_job: JobContext) -> Opening:
            return projects.open(path, create=request is not None, reviewer=reviewer), request

        self._wanted = path
        self._open(tr("Opening {name}", name=path.name), work)

    def _open(self, title: str, work: Callable[[JobContext], Opening]) -> None:
        """Open in the background, one at a time: a second click while it runs does nothing."""
        if not self.bridge.awaits(self._opening):
            self._opening = self.bridge.run(title, with_detectors(work), self._opened, self._not_opened)

    @Slot(object)
    def _opened(self, answer: Opening) -> None:
        project, request = answer
        self.close_project()
        self.fault.hide()
        self.session = session = Session(project, self.bridge, self, self._desk)
        for page in session.pages().values():
            self.places.addWidget(page)
        session.changed.connect(self._changed)
        session.intake.ready.connect(self._ready)
        join(session, self)
        self.settings.remember(project.path)
        self.looks.save()
        self._show_project()
        if request is not None:
            self.go("data")
            session.intake.take(request)
        else:
            session.intake.index()
            self.top.show_filter(session.review.where)
            self.go("review" if project.counts().items else "data")

    @Slot(object)
    def _not_opened(self, error: BaseException) -> None:
        if not self.keeper.cannot_open(self.projects, self._wanted, error):
            self._notifier.tell(error)

    @Slot()
    def close_project(self) -> None:
        """Stop the work on the open project and close it."""
        if self.session is not None:
            self.go("home")
            self.keeper.keep()
            self.session.close()
            self.session = None
            self._show_project()

    def _show_project(self) -> None:
        project = self.session.project if self.session is not None else None
        self.top.show_project(project.name if project else "")
        self.setWindowTitle(f"{project.name} \u2013 synthreview" if project else "synthreview")
        self.keeper.follow(project)
        self.day.follow(project)
        self._show_state()
        if project is None:
            self.go("home")

    @Slot()
    def _show_state(self) -> None:
        """Counts, pace, saved and undo words, as they now stand."""
        if self.session is None:
            self.menus.show_state(project=False, writable=False, undo=None, redo=None)
            self.status.show_pace(tr("Nothing leaves this machine."))
            self.status.show_saved("")
            return
        project = self.session.project
        counts = project.counts()
        self.top.show_counts(counts.decided, counts.items)
        self.day.show_left(counts.undecided)
        self.status.show_saved(tr("Read only") if project.read_only else tr("Saved"))
        undo = self.session.undo_label(self.place)
        self.menus.show_state(
            project=True, writable=not project.read_only, undo=undo, redo=project.redo_label()
        )

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if self.session is not None:
            self._show_state()
            self.session.take(changes)

    @Slot()
    def _ready(self) -> None:
        self.open_filter("")

    # acts

    @Slot()
    def choose_project(self) -> None:
        """Ask for a project and open it."""
        path = dialogs.open_project(self)
        if path is not None:
            self.open_project(path)

    @Slot()
    def open_sample(self) -> None:
        """Open the bundled sample; it is made on the first time."""
        projects, reviewer = self.projects, self.settings.reviewer

        def work(job: JobContext) -> Opening:
            return sample.open_sample(projects, reviewer, job), None

        self._wanted = Path()
        self._open(tr("Preparing the sample"), work)

    @Slot()
    def new_from_file(self) -> None:
        """Ask for a data file and make a project from it."""
        path = dialogs.open_data(self)
        if path is not None:
            self.import_file(path, new_project.proposed(path))

    @Slot()
    def choose_data(self) -> None:
        """Ask for a data file and import it into the open project, or into a new one."""
        path = dialogs.open_data(self)
        if path is not None:
            self.take_file(path)

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder of data and import it into the open project, or into a new one."""
        path = dialogs.open_folder(self)
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """A file or folder that was dropped or named: a project opens, anything else is imported."""
        if path.suffix == new_project.SUFFIX and not path.is_dir():
            self.open_project(path)
        elif self.session is None:
            self.import_file(path, new_project.proposed(path))
        elif self.session.project.read_only:
            self.status.say(self.session.project.read_only_reason)
        else:
            self.import_file(path, None)

    def import_file(self, path: Path, project: Path | None) -> ImportDialog:
        """Show how a file or folder is understood, and import it once that is confirmed."""
        known = self.session.project.datasets() if self.session is not None and project is None else []
        dialog = ImportDialog(path, self.projects.preview, self.bridge, self, project, known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.asked.connect(self._import)
        dialog.open()
        return dialog

    @Slot(object)
    def _import(self, request: ImportRequest) -> None:
        if request.project is not None:
            self.open_project(request.project, request)
        elif self.session is not None:
            self.go("data")
            self.session.intake.take(request)

    @Slot()
    def analyze(self) -> None:
        """Run the detectors over what has changed."""
        if self.session is not None:
            self.go("data")
            self.session.intake.analyze()

    @Slot()
    def undo(self) -> None:
        """Take back the last operation; Review shows the item it was about."""
        if self.session is not None:
            self.session.undo(self.place)

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back; Review shows the item it is about."""
        if self.session is not None:
            self.session.redo(self.place)

    @Slot()
    def show_probe(self) -> None:
        """Show whether cleaning helps."""
        self.go("probe")

    @Slot(int)
    def label_blind(self, dataset: int | None = None) -> None:
        """Let a person label items without seeing the model's labels."""
        if self.session is not None:
            self.go("data")
            self.session.data.label_blind(dataset)

    @Slot()
    def show_settings(self) -> None:
        """Show the settings, from which Back leads to where one was."""
        if self.place != "settings":
            self.preferences.came_from = self.place
        self.go("settings")

    @Slot()
    def show_keys(self) -> None:
        """Show all keys, or take them away."""
        if self._keys is None:
            self._keys = KeysOverlay(self)
        self._keys.toggle()

    @Slot()
    def show_help(self, title: str = "", heading: str = "") -> None:
        """Open the help beside the work, at a heading where one is named."""
        if self._help is None:
            from synthreview.ui.help_window import HelpWindow

            self._help = HelpWindow(self)
        if title:
            self._help.go_to(title, heading)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    @Slot()
    def show_about(self) -> None:
        """Say which version this is."""
        self.status.say(tr("synthreview {version}. Everything stays on this machine.", version=__version__))

    @Slot()
    def find_command(self) -> None:
        """Offer every command by its words."""
        self.commands.offer()

    # the person

    @Slot(str)
    def _renamed(self, name: str) -> None:
        self.settings.reviewer = name
        if self.session is not None:
            self.session.project.reviewer = name
        self.looks.save()

    def _restore_geometry(self) -> None:
        saved = QByteArray.fromBase64(self.settings.geometry.encode())
        if saved.isEmpty() or not self.restoreGeometry(saved):
            self.resize(1280, 820)

    # from outside

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file from the desktop."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the first file or folder that was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take_file(Path(files[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all work, close the project, keep place and size."""
        self.settings.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.hide()  # a last backup of very much work takes seconds, which nobody has to watch
        self.close_project()
        self.bridge.shutdown()
        self.looks.save()
        event.accept()

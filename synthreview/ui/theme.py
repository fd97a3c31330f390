"""The look of the window: two themes of colour tokens, one palette and one style sheet made from them.

Tokens and their contrast are the design's own; a test computes every text and ground pair. The theme
is ours rather than the desktop's because following the desktop does not work on every platform.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, fields
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from synthreview.ui.stylesheet import stylesheet

RISK_STEPS = (0.3, 0.6, 0.9)
"""Risks at which the colour of a risk changes."""

SMALLEST = 10.0
"""Points: systems that ask for less get this, since people read here all day."""

MEASURE = 75
"""Characters in a line of text to be judged, unless a person wants fewer or more."""

READING_EXTRA = 2.0
"""Points by which text to be judged is larger than the interface around it."""

_EFFECTS = (
    Qt.UIEffect.UI_General,
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)
_STILL = "QProgressBar, QComboBox, QTreeView, QScrollBar { widget-animation-duration: 0; }\n"

_PREFERRED = ("Inter", "Segoe UI", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans")
_CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
"""Named after the interface's own font, since a system's free choice for Chinese is at times a bold one."""
_PREFERRED_FIXED = ("JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for, as ``#RRGGBB``."""

    name: str
    window: str
    surface: str
    sunken: str
    line: str
    edge: str
    """What can be typed into or moved: told from its ground by everyone."""
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    accept: str
    fix: str
    reject: str
    defer: str
    risk: tuple[str, str, str, str]
    evidence: str
    evidence_line: str
    added: str
    removed: str
    people: str
    synthetic: str
    cleaned: str

    @property
    def dark(self) -> bool:
        """Whether light text stands on dark ground."""
        return self.name == "dark"

    def colour(self, token: str) -> str:
        """The colour of a token by its name; the name itself when it is a colour already."""
        return token if token.startswith("#") else str(getattr(self, token))

    def tokens(self) -> dict[str, str]:
        """Every single-colour token by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if name != "name" and isinstance(value, str)}


LIGHT = Theme(
    name="light",
    window="#F5F6F8",
    surface="#FFFFFF",
    sunken="#ECEEF2",
    line="#D5D9E0",
    edge="#80889A",
    text="#1B1F27",
    muted="#596273",
    accent="#3454D1",
    accent_soft="#E6EBFB",
    on_accent="#FFFFFF",
    accept="#0B7A5E",
    fix="#2B62C4",
    reject="#B63A1E",
    defer="#596273",
    risk=("#F3E3B3", "#F2B35E", "#DD6B35", "#A92B2B"),
    evidence="#FFE9A8",
    evidence_line="#B7791F",
    added="#D9F2E6",
    removed="#FBE0D8",
    people="#0072B2",
    synthetic="#D55E00",
    cleaned="#009E73",
)

DARK = Theme(
    name="dark",
    window="#14171C",
    surface="#1C2027",
    sunken="#111419",
    line="#333A45",
    edge="#6B7586",
    text="#E7EAF0",
    muted="#9AA4B5",
    accent="#8EA6FF",
    accent_soft="#26304F",
    on_accent="#14171C",
    accept="#4FC3A1",
    fix="#82AEFF",
    reject="#FF8F70",
    defer="#9AA4B5",
    risk=("#4A4330", "#8A6330", "#D07840", "#FF7A6B"),
    evidence="#574814",
    evidence_line="#E0B04A",
    added="#173D30",
    removed="#4A241A",
    people="#56B4E9",
    synthetic="#F0894D",
    cleaned="#35C49A",
)


class Signals(QObject):
    """Tells views that draw for themselves that the theme has changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT
        self.scheme = "light"
        self.larger = 0.0
        self.measure = MEASURE
        self.still = False
        self.moved: tuple[int, dict[Qt.UIEffect, bool]] | None = None
        """The desktop's own blinking and effects, once they were turned off."""

    @Slot()
    def follow_system(self) -> None:
        """Take over the desktop's scheme when the person chose to follow it."""
        app = QApplication.instance()
        if self.scheme == "system" and isinstance(app, QApplication):
            apply(app, "system", self.larger, self.measure, still=self.still)


signals = Signals()


def current() -> Theme:
    """The theme in force."""
    return signals.theme


def apply(
    app: QApplication,
    scheme: str = "system",
    larger: float = 0,
    measure: int = MEASURE,
    *,
    still: bool = False,
) -> None:
    """Dress the whole program in ``"light"``, ``"dark"`` or the desktop's own scheme.

    ``larger`` is in points, added to the system's size of text; ``measure`` in characters, the width of
    text to be judged; ``still`` turns all motion off, whatever the desktop says.
    """
    theme = _chosen(scheme)
    hints = QGuiApplication.styleHints()
    if signals.scheme != "system" and scheme == "system":
        hints.colorSchemeChanged.connect(signals.follow_system)
    elif signals.scheme == "system" and scheme != "system":
        hints.colorSchemeChanged.disconnect(signals.follow_system)
    signals.theme, signals.scheme, signals.larger = theme, scheme, larger
    signals.measure, signals.still = measure, still
    _calm(app, still)
    _dress(app, theme)
    signals.changed.emit()


def _dress(app: QApplication, theme: Theme) -> None:
    """Font, colours and rules for every widget; each of them makes all there are measure themselves anew."""
    font = interface_font()
    rules = stylesheet(theme, font.pointSizeF()) + (_STILL if signals.still else "")
    if app.styleSheet() == rules and app.font() == font:
        return
    app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(rules)


def still() -> bool:
    """Whether nothing may move: the person wants it so, or the desktop is set so."""
    return signals.still or not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)


def reading_measure() -> int:
    """Characters in a line of text to be judged, at most."""
    return signals.measure


def _calm(app: QApplication, still: bool) -> None:
    """Stop what Qt moves by itself, or let it move as the desktop says again."""
    if still and signals.moved is None:
        effects = {effect: app.isEffectEnabled(effect) for effect in _EFFECTS}
        signals.moved = (app.cursorFlashTime(), effects)
    if signals.moved is not None:
        flash, effects = signals.moved
        app.setCursorFlashTime(0 if still else flash)
        for effect, wanted in effects.items():
            app.setEffectEnabled(effect, wanted and not still)


def _chosen(scheme: str) -> Theme:
    if scheme == "system":
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if scheme == "dark" else LIGHT


def palette(theme: Theme) -> QPalette:
    """A complete palette, so that no colour of the desktop's shows through."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.window,
        roles.Text: theme.text,
        roles.PlaceholderText: theme.muted,
        roles.Button: theme.surface,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.reject,
        roles.ToolTipBase: theme.surface,
        roles.ToolTipText: theme.text,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Light: theme.surface,
        roles.Midlight: theme.line,
        roles.Mid: theme.line,
        roles.Dark: theme.muted,
        roles.Shadow: theme.line,
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def interface_font() -> QFont:
    """The system's own font, or a good one where the system names none, with figures of one width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.family() in ("", "Sans", "Sans Serif", "sans-serif"):
        font.setFamilies(_installed(_PREFERRED)[:1] or [font.family()])
    font.setFamilies([*font.families(), *_installed(_CHINESE)[:1]])
    font.setPointSizeF(max(font.pointSizeF(), SMALLEST) + signals.larger)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def interface_font_height() -> int:
    """Pixels that a line of interface text takes."""
    return QFontMetrics(interface_font()).height()


def scaled(pixels: int) -> int:
    """A width that holds as many letters at the chosen size of text as ``pixels`` hold at the usual one."""
    points = interface_font().pointSizeF()
    return round(pixels * points / (points - signals.larger))


def reading_font() -> QFont:
    """The font of text to be judged."""
    font = interface_font()
    font.setPointSizeF(font.pointSizeF() + READING_EXTRA)
    return font


def fixed_font() -> QFont:
    """The font of code."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if font.family() in ("", "monospace", "Monospace"):
        font.setFamilies(_installed(_PREFERRED_FIXED)[:1] or [font.family()])
    font.setFamilies([*font.families(), *_installed(_CHINESE)[:1]])
    font.setPointSizeF(interface_font().pointSizeF() + 1)
    return font


@cache
def _installed(families: tuple[str, ...]) -> list[str]:
    return [family for family in families if QFontDatabase.hasFamily(family)]


def risk_colour(risk: float) -> str:
    """The colour of a risk between 0 and 1."""
    return current().risk[bisect_right(RISK_STEPS, risk)]


def look(widget: QWidget, name: str) -> None:
    """Give a widget one of the style sheet's looks, also after it was first shown."""
    widget.setProperty("look", name)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Read the style sheet again after a property it selects by has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()

"""Tab goes through a window as eyes do: from left to right, from above to below, part by part.

Widgets come and go with every item, so the order cannot be laid down when they are made. It is found
from where they are at the moment Tab is pressed, by cutting the window into rows and columns over and
over (the recursive XY cut of page analysis, Nagy and Seth 1984).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QScrollArea,
    QWidget,
)

Span = Callable[[QWidget], tuple[int, int]]


def step(window: QWidget, *, forward: bool) -> bool:
    """Go to the next or the last widget of a window in the order of reading; round from the end to the start.

    False where there is nowhere to go. Called for a key that was pressed, never as Qt's own search for
    another widget: that also runs while widgets are taken apart, and half of one must not be looked at.
    """
    order = list(stops(window))
    if not order:
        return False
    focus = QApplication.focusWidget()
    here = order.index(focus) if focus in order else None
    place = (here + (1 if forward else -1)) % len(order) if here is not None else 0 if forward else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    order[place].setFocus(reason)
    bring_up(order[place])
    return True


def stops(widget: QWidget) -> Iterator[QWidget]:
    """The parts of a widget that Tab stops at, in the order of reading."""
    for part in _cut([child for child in _children(widget) if child.isVisible()]):
        if _stops_at(part):
            yield part
        if not isinstance(part, QComboBox | QAbstractSpinBox):
            yield from stops(part)


def bring_up(widget: QWidget) -> None:
    """Scroll every area around a widget so that it is on screen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 8, 24)
        parent = parent.parentWidget()


def _children(widget: QWidget) -> list[QWidget]:
    # Not children(): it hands layouts over to Python as well, which then takes their entries apart.
    found = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in found if not child.isWindow()]


def _stops_at(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None:
        return False
    if isinstance(widget, QAbstractButton) and _exclusive(widget):
        return widget.isChecked() or widget.hasFocus()  # the arrows lead to the others
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _exclusive(made: QAbstractButton) -> bool:
    group = cast("QButtonGroup | None", made.group())
    return made.autoExclusive() or (group is not None and group.exclusive() and made.isCheckable())


def _cut(parts: list[QWidget]) -> list[QWidget]:
    """Parts in rows from above; in each row in columns from the left; and so on inside of them."""
    if len(parts) < 2:
        return parts
    for span in (_height, _width):
        groups = _groups(parts, span)
        if len(groups) > 1:
            return [part for group in groups for part in _cut(group)]
    return sorted(parts, key=lambda part: (part.y(), part.x()))


def _groups(parts: list[QWidget], span: Span) -> list[list[QWidget]]:
    """Parts that overlap in one direction are together; the groups in their order."""
    spans = sorted(((*span(part), number) for number, part in enumerate(parts)), key=itemgetter(0, 1))
    groups: list[list[QWidget]] = []
    end = -(1 << 30)
    for start, stop, number in spans:
        if start >= end or not groups:
            groups.append([])
        groups[-1].append(parts[number])
        end = max(end, stop)
    return groups


def _height(part: QWidget) -> tuple[int, int]:
    return part.y(), part.y() + part.height()


def _width(part: QWidget) -> tuple[int, int]:
    return part.x(), part.x() + part.width()

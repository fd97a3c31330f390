"""A button whose words go on in a second line where one line has no room for them."""

from __future__ import annotations

from synthreview.ui.elements import Button


class WrappedButton(Button):
    """Whoever places it says how wide it may be."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self._words, self._room = words, 0

    def say(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self._wrap()

    def fit(self, room: int) -> None:
        """Take no more than so many pixels, as long as no word by itself needs more."""
        self._room = room
        self._wrap()

    def _wrap(self) -> None:
        text = "\n".join(self._lines())
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def _lines(self) -> list[str]:
        """Filled from the first on; spaces within a line stay as they are."""
        self.ensurePolished()
        wide = self.fontMetrics().horizontalAdvance
        frame = self.sizeHint().width() - max(map(wide, self.text().split("\n")))
        if not self._room or wide(self._words) + frame <= self._room:
            return [self._words]
        lines = [""]
        for word in self._words.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1].strip() and word and wide(longer) + frame > self._room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

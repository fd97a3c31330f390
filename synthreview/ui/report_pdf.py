"""A report as a PDF, for paper and for those who file it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from synthreview import __version__
from synthreview.engine.report_parts import Block, Facts, Grid, Heading, Points, Report, Words

DOTS = 300
"""An inch; text stays text, so this is about the placing of letters."""
MARGIN = 18.0
"""Millimetres."""
FOOT = 0.25
"""Inches below the text for the number of the page."""
POINTS = 9


def pdf(report: Report) -> bytes:
    """The whole document on A4 pages, with numbers at their foot.

    May be called from any thread of a program that has a window.
    """
    paper = QBuffer()
    paper.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(paper)
    writer.setTitle(report.title)
    writer.setCreator(f"synthreview {__version__}")
    writer.setResolution(DOTS)
    page = QPageSize(QPageSize.PageSizeId.A4)
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageLayout(
        QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    size = QSizeF(writer.width(), writer.height() - round(FOOT * DOTS))
    document = _laid_out(report, writer, size)
    painter = QPainter(writer)
    painter.setFont(document.defaultFont())
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        _paint(document, painter, number, size)
    painter.end()
    paper.close()
    return bytes(paper.data().data())


def _laid_out(report: Report, writer: QPdfWriter, size: QSizeF) -> QTextDocument:
    """The document on its pages, no heading at the foot of one."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultFont(QFont("sans-serif", POINTS))
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml("".join(_document(report)))
    document.setPageSize(size)
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and _page(block, size) < _page(_body(block), size):
            cursor, look = QTextCursor(block), block.blockFormat()
            look.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            cursor.setBlockFormat(look)
            document.markContentsDirty(block.position(), document.characterCount() - block.position())
        block = block.next()
    return document


def _body(heading: QTextBlock) -> QTextBlock:
    """The line that belongs on one page with a heading: the second after it and those below it."""
    block = heading.next()
    while block.isValid() and (block.blockFormat().headingLevel() or not block.text()):
        block = block.next()
    following = block.next()
    return following if following.isValid() else block


def _page(block: QTextBlock, size: QSizeF) -> int:
    """The page that a block begins on; of one that there is not, the first."""
    layout = block.document().documentLayout() if block.isValid() else None
    return int(layout.blockBoundingRect(block).top() // size.height()) if layout is not None else 0


def _paint(document: QTextDocument, painter: QPainter, number: int, size: QSizeF) -> None:
    """One page and its number."""
    painter.save()
    painter.translate(0, -number * size.height())
    document.drawContents(painter, QRectF(0, number * size.height(), size.width(), size.height()))
    painter.restore()
    foot = QRectF(0, size.height(), size.width(), FOOT * DOTS)
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(foot, side, str(number + 1))


def _document(report: Report) -> Iterator[str]:
    """The report in the HTML that Qt's documents know."""
    yield f"<h1>{escape(report.title)}</h1><p>{escape(report.subtitle)}</p>"
    for section in report.sections:
        yield f"<h2>{escape(section.title)}</h2>"
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            tag = "h4" if block.small else "h3"
            yield f"<{tag}>{escape(block.text)}</{tag}>"
        case Words():
            yield f"<p>{escape(block.text)}</p>"
        case Points():
            yield f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in block.lines)}</ul>"
        case Facts():
            rows = (f"<tr><td class='name'>{escape(n)}</td><td>{escape(v)}</td></tr>" for n, v in block.rows)
            yield f"<table cellspacing='0' cellpadding='2'>{''.join(rows)}</table>"
        case Grid():
            yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    yield f"<p class='caption'>{escape(grid.caption)}</p>"
    yield "<table width='100%' cellspacing='0' cellpadding='4'><thead>"
    yield _row(grid, grid.columns, "th")
    yield "</thead>"
    for row in grid.rows:
        yield _row(grid, row, "td")
    yield "</table>"


def _row(grid: Grid, cells: tuple[str, ...], tag: str) -> str:
    told = ""
    for place, cell in enumerate(cells):
        number, words = place in grid.numbers, escape(cell)
        if number and tag == "td":
            words = words.replace(" ", "&nbsp;")
        side = "right" if number else "left"
        told += f"<{tag} align='{side}'>{words}</{tag}>"
    return f"<tr>{told}</tr>"


_STYLE = """
h1 { font-size: 20pt; margin-bottom: 0; }
h2 { font-size: 14pt; margin-top: 22px; }
h3 { font-size: 11pt; margin-top: 14px; }
h4 { font-size: 9pt; margin-top: 12px; margin-bottom: 2px; }
p { margin-top: 3px; margin-bottom: 3px; }
.caption { color: #596273; margin-top: 8px; }
.name { color: #596273; padding-right: 14px; }
th { color: #596273; font-weight: normal; font-size: 8pt; }
td { font-size: 8pt; }
"""

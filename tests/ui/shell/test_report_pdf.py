"""The PDF of a report holds what the report says, on pages that begin and end where they should."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPdfWriter, QTextDocument

from synthreview.engine.report_parts import Facts, Grid, Heading, Points, Report, Section, Words
from synthreview.ui import report_pdf

HOSTILE = "<script>alert(1)</script> & <img src='http://example.org/x.png'>"


def made(sections: int = 1) -> Report:
    blocks = (
        Heading(HOSTILE),
        Words("A sentence."),
        Points(("One.", "Two.")),
        Facts((("Name", HOSTILE),)),
        Heading("Small", small=True),
        Grid("Table", ("Of", "Items", "Words"), tuple((f"row {n}", "1 000", "some") for n in range(9))),
    )
    return Report(
        "Report on it", "Today.", tuple(Section(f"s{n}", f"Part {n}", blocks) for n in range(sections))
    )


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", content))


@pytest.fixture
def laid_out(qapp, tmp_path):
    """Lay out a report on pages of a size."""
    kept = []

    def lay(report: Report) -> tuple[QTextDocument, QSizeF]:
        writer = QPdfWriter(str(tmp_path / "x.pdf"))
        writer.setResolution(report_pdf.DOTS)
        size = QSizeF(writer.width(), writer.height())
        kept.append(writer)
        return report_pdf._laid_out(report, writer, size), size

    return lay


def test_a_report_becomes_a_whole_pdf(qapp):
    content = report_pdf.pdf(made())
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert pages(content) == 1


def test_a_long_report_goes_over_many_pages(qapp):
    assert 5 < pages(report_pdf.pdf(made(20))) < 20


def test_every_text_is_there_as_it_was_written_and_nothing_is_loaded(qapp, laid_out, monkeypatch):
    def refuse(*arguments):
        raise AssertionError("something from outside was asked for")

    monkeypatch.setattr(QTextDocument, "loadResource", refuse)
    text = laid_out(made())[0].toPlainText()
    for words in (
        "Report on it",
        "Today.",
        "Part 0",
        "A sentence.",
        "Two.",
        "Name",
        "Small",
        "Table",
        "row 8",
    ):
        assert words in text
    assert text.count(HOSTILE) == 2
    assert "\ufffc" not in text  # an object in the text, such as a picture


def test_no_heading_stands_alone_at_the_foot_of_a_page(qapp, laid_out):
    document, size = laid_out(made(30))
    block, headings = document.begin(), 0
    while block.isValid():
        if block.blockFormat().headingLevel():
            headings += 1
            following = block.next()
            while following.blockFormat().headingLevel() or not following.text():
                following = following.next()
            assert page_of(document, block, size) == page_of(document, following, size), block.text()
        block = block.next()
    assert headings == 1 + 3 * 30


def page_of(document, block, size) -> int:
    return int(document.documentLayout().blockBoundingRect(block).top() // size.height())

"""A report as one HTML file: no scripts, nothing from elsewhere, readable by screen readers and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from synthreview.engine.report_parts import Bar, Block, Facts, Grid, Heading, Points, Report, Section, Words

WIDTH, HEIGHT = 120, 12
"""Of what is drawn beside a row, in pixels."""


def html(report: Report) -> str:
    """The whole document. Every text of the report is escaped; its style is in it."""
    return "".join(_document(report))


def _document(report: Report) -> Iterator[str]:
    yield "<!DOCTYPE html>\n"
    yield '<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
    # Whatever slipped into a name, a browser runs nothing and asks nobody for anything.
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    yield "style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f'<header>\n<h1 dir="auto">{escape(report.title)}</h1>\n'
    yield f"<p>{escape(report.subtitle)}</p>\n</header>\n"
    yield '<nav aria-label="Sections">\n<ul>\n'
    for section in report.sections:
        yield f'<li><a href="#{escape(section.name)}">{escape(section.title)}</a></li>\n'
    yield "</ul>\n</nav>\n<main>\n"
    for section in report.sections:
        yield from _section(section)
    yield "</main>\n</body>\n</html>\n"


def _section(section: Section) -> Iterator[str]:
    name = escape(section.name)
    yield f'<section id="{name}" aria-labelledby="{name}-title">\n'
    yield f'<h2 id="{name}-title">{escape(section.title)}</h2>\n'
    named = False
    for number, block in enumerate(section.blocks):
        named |= isinstance(block, Heading) and not block.small
        yield from _block(block, f"{name}-{number}", 4 if named else 3)
    yield "</section>\n"


def _block(block: Block, place: str, level: int) -> Iterator[str]:
    """A block; ``place`` is unique in the document, ``level`` that of a small heading."""
    match block:
        case Heading():
            tag = f"h{level}" if block.small else "h3"
            yield f'<{tag} dir="auto">{escape(block.text)}</{tag}>\n'
        case Words():
            yield f'<p dir="auto">{escape(block.text)}</p>\n'
        case Points():
            yield "<ul>\n"
            yield from (f'<li dir="auto">{escape(line)}</li>\n' for line in block.lines)
            yield "</ul>\n"
        case Facts():
            yield "<dl>\n"
            for name, value in block.rows:
                yield f"<div><dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd></div>\n"
            yield "</dl>\n"
        case Grid():
            yield from _grid(block, place)


def _grid(grid: Grid, place: str) -> Iterator[str]:
    # Wide tables scroll by themselves, and so must be reachable by keyboard.
    yield f'<div class="wide" role="region" tabindex="0" aria-labelledby="{place}">\n<table>\n'
    yield f'<caption id="{place}" dir="auto">{escape(grid.caption)}</caption>\n<thead><tr>'
    for number, column in enumerate(grid.columns):
        yield f'<th scope="col"{_look(grid, number)}>{escape(column)}</th>'
        yield '<td class="drawn"></td>' if grid.bars and number == _drawn(grid) else ""
    yield "</tr></thead>\n<tbody>\n"
    for row, cells in enumerate(grid.rows):
        yield "<tr>"
        for number, cell in enumerate(cells):
            tag, scope = ("th", ' scope="row"') if number == 0 else ("td", "")
            yield f"<{tag}{scope}{_look(grid, number)}><bdi>{escape(cell)}</bdi></{tag}>"
            if grid.bars and number == _drawn(grid):
                yield f'<td class="drawn">{_svg(grid.bars[row])}</td>'
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _look(grid: Grid, number: int) -> str:
    return ' class="number"' if number in grid.numbers else ""


def _drawn(grid: Grid) -> int:
    """The column after which the bars stand: the second number, or the only one."""
    numbers = sorted(grid.numbers)
    return numbers[min(1, len(numbers) - 1)] if numbers else 0


def _svg(bar: Bar) -> str:
    """A bar or a dot with its interval. The numbers stand beside it, so readers pass over the picture."""
    middle, shapes = HEIGHT / 2, []
    if bar.low is None and bar.neutral is None:
        shapes.append(f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="2"/>')
        shapes.append(f'<rect class="bar" width="{_at(bar.value)}" height="{HEIGHT}" rx="2"/>')
    else:
        if bar.neutral is not None:
            at = _at(bar.neutral)
            shapes.append(f'<line class="axis" x1="{at}" x2="{at}" y1="0" y2="{HEIGHT}"/>')
        if bar.low is not None and bar.high is not None:
            ends = f'x1="{_at(bar.low)}" x2="{_at(bar.high)}"'
            shapes.append(f'<line class="range" {ends} y1="{middle:g}" y2="{middle:g}"/>')
        shapes.append(f'<circle class="bar" cx="{_at(bar.value)}" cy="{middle:g}" r="3.5"/>')
    # Room at both ends, so that no dot is cut off.
    box = f'viewBox="-4 0 {WIDTH + 8} {HEIGHT}" width="{WIDTH + 8}" height="{HEIGHT}"'
    return f'<svg {box} aria-hidden="true" focusable="false">{"".join(shapes)}</svg>'


def _at(value: float) -> str:
    return f"{min(max(value, 0.0), 1.0) * WIDTH:.1f}"


_STYLE = """
:root { color-scheme: light dark; --ground: #fff; --soft: #f5f6f8; --line: #d5d9e0; --text: #1b1f27;
  --muted: #596273; --accent: #3454d1; }
@media (prefers-color-scheme: dark) { :root { --ground: #1c2027; --soft: #262c36; --line: #333a45;
  --text: #e7eaf0; --muted: #9aa4b5; --accent: #8ea6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 2rem 1.25rem 4rem; background: var(--ground);
  color: var(--text); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0; max-width: 44rem; }
header p { color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0;
  margin: 1rem 0 0; }
a { color: var(--accent); }
main > section:first-child { background: var(--soft); border-radius: 8px; padding: .25rem 1.25rem .75rem;
  margin-top: 1.5rem; }
main > section:first-child h2 { border: 0; margin: .5rem 0; padding: 0; }
ul { padding-left: 1.25rem; max-width: 46rem; }
dl { margin: .5rem 0; }
dl div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: .15rem 0; }
dt, caption, thead th { color: var(--muted); font-weight: 400; }
dd { margin: 0; font-variant-ligatures: none; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: start; padding-bottom: .25rem; }
th, td { text-align: start; vertical-align: top; padding: .3rem 1rem .3rem 0;
  border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; font-size: .9rem; }
tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
svg { display: block; margin-top: .35rem; }
.ground { fill: var(--soft); }
.bar { fill: var(--accent); }
.range { stroke: var(--accent); stroke-width: 2; }
.axis { stroke: var(--muted); stroke-dasharray: 2 2; }
@media (max-width: 36rem) { dl div { grid-template-columns: 1fr; } dt { margin-top: .35rem; } }
@media print {
  :root { --ground: #fff; --soft: #f0f1f4; --line: #bbb; --text: #000; --muted: #444; --accent: #3454d1; }
  @page { margin: 2cm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, dl div { break-inside: avoid; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  svg, section { print-color-adjust: exact; }
}
"""

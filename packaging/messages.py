"""What translators work with: every sentence of the program, and the files of a language.

python packaging/messages.py start de      a new resources/i18n/de/synthreview.po
python packaging/messages.py update        every .po gets the sentences that are new in the code
python packaging/messages.py compile       every .po is checked and becomes the .mo that the program reads
"""

from __future__ import annotations

import argparse
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "resources" / "i18n"
DOMAIN = "synthreview"
KEYWORDS = {"tr": None, "later": None, "trn": (1, 2)}
WIDTH = 110


def template() -> Catalog:
    """Every sentence in the code, with the places it stands at and the comments for translators."""
    made = Catalog(project=DOMAIN, copyright_holder="the synthreview authors", charset="utf-8")
    found = extract_from_dir(
        CHECKOUT / DOMAIN,
        [("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for file, line, message, comments, context in found:
        made.add(message, None, [(f"{DOMAIN}/{file}", line)], auto_comments=comments, context=context)
    return made


def start(language: str) -> None:
    """Begin a language: a file with every sentence and no translation."""
    path = FOLDER / language / f"{DOMAIN}.po"
    if path.exists():
        sys.exit(f"{path} is there already; `update` brings it up to date.")
    made = template()
    made.locale = language
    _write(made, path)


def update() -> None:
    """Bring every language up to date; sentences that are gone are kept as comments."""
    for path in sorted(FOLDER.glob(f"*/{DOMAIN}.po")):
        known = _read(path)
        known.update(template(), no_fuzzy_matching=True)
        _write(known, path)


def compile_all() -> None:
    """Write the file of every language that the program reads, unless a translation has other places."""
    wrong = 0
    for path in sorted(FOLDER.glob(f"*/{DOMAIN}.po")):
        catalogue = _read(path)
        for message, said in spoiled(catalogue):
            print(f"{path}: {said!r} has other places in braces than {message.id!r}.")
            wrong += 1
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        done = sum(bool(message.id and all(_said(message))) for message in catalogue)
        print(f"{path.parent.name}: {done} of {len(catalogue)} sentences.")
    if wrong:
        sys.exit("Mend these; the program shows them in English.")


def spoiled(catalogue: Catalog) -> Iterator[tuple[Message, str]]:
    """Translations that name a place which the English sentence does not have."""
    for message in catalogue:
        sources = message.id if isinstance(message.id, list | tuple) else (message.id,)
        texts = _said(message)
        known = set().union(*map(places, sources))
        yield from ((message, text) for text in texts if message.id and text and not places(text) <= known)


def places(text: str) -> set[str]:
    """The names in braces of a sentence; a sentence that cannot be read has a place of its own."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def _said(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string),)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name, domain=DOMAIN)


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, omit_header=False, sort_by_file=True, include_lineno=False)


def main() -> None:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start").add_argument("language")
    commands.add_parser("update")
    commands.add_parser("compile")
    given = parser.parse_args()
    if given.command == "start":
        start(given.language)
    else:
        {"update": update, "compile": compile_all}[given.command]()


if __name__ == "__main__":
    main()

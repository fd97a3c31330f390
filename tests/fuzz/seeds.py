"""Small sources to begin with: a few records of the program's own sample, and some made by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from synthreview.demo import generate

RECORDS = 8

PAIRS = [
    {
        "question": "Which bird?",
        "response_a": "A wren.",
        "response_b": 'A gull \\ "tern".',
        "winner": winner,
        "score_a": 1.5,
        "score_b": n,
    }
    for n, winner in enumerate(("model_a", "model_b", "tie", None))
]
TURNS = [
    {
        "id": f"talk {n}",
        "conversations": [
            {"from": "human", "value": f"Name bird {n}."},
            {"from": "gpt", "value": "Wrén – 🐦 \t brown."},
            {"from": "human", "value": "Another?\nPlease."},
            {"from": "gpt", "value": ""},
        ],
    }
    for n in range(4)
]
SEVERAL = [
    {
        "instruction": "Name birds.",
        "instances": [{"input": f"sea {n}", "output": "gull"}, {"input": "wood", "output": "wren"}],
        "rankings": [{"model": "x", "score": 1}, {"model": "y", "score": 2}],
    }
    for n in range(4)
]
VOTES = [
    {"text": f"A bird, number {n}, sings.", "human_labels": [0, 1, 1], "model_labels": [n % 2, 1, None]}
    for n in range(6)
]
COLUMNS = {
    "text": {str(n): f"A bird, number {n}, sings." for n in range(6)},
    "label": {str(n): n % 2 for n in range(6)},
}
PREFERENCES = [
    {"chosen": "\n\nHuman: A bird?\n\nAssistant: A wren.", "rejected": "\n\nHuman: A bird?\n\nAssistant: No."}
    for _ in range(4)
]


def samples(folder: Path) -> dict[str, list[Any]]:
    """A few records of each file of the sample, and those above."""
    generate(folder)
    found: dict[str, list[Any]] = {
        "pairs": PAIRS,
        "turns": TURNS,
        "several": SEVERAL,
        "votes": VOTES,
        "preferences": PREFERENCES,
    }
    for path in sorted(folder.iterdir()):
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            found[path.stem] = json.loads(text)[:RECORDS]
        elif path.suffix == ".csv":
            found[path.stem] = list(csv.DictReader(io.StringIO(text)))[:RECORDS]
        elif path.stem != "truth":
            found[path.stem] = [json.loads(line) for line in text.splitlines()[:RECORDS]]
    return found


def lines(folder: Path) -> list[bytes]:
    """JSON Lines."""
    plain = [b"".join(dumped(one) + b"\n" for one in rows) for rows in samples(folder).values()]
    return [
        *plain,
        plain[0].replace(b"\n", b"\r\n"),
        b"\n\n" + plain[1].rstrip(),
        plain[2].decode().encode("utf-16"),
    ]


def arrays(folder: Path) -> list[bytes]:
    """JSON arrays, written in several ways."""
    found = []
    for number, rows in enumerate(samples(folder).values()):
        found.append(
            json.dumps(rows, indent=(None, 1, 4)[number % 3], ensure_ascii=number % 2 == 0).encode(
                "utf-8", "surrogatepass"
            )
        )
    return [*found, found[0].decode().encode("utf-16"), b"\xef\xbb\xbf" + found[1]]


def within(folder: Path) -> list[bytes]:
    """Lists that an object holds."""
    rows = list(samples(folder).values())
    return [
        json.dumps(
            {"description": "birds", "n": [1, 2], "data": some, "version": {"a": None}}, indent=indent
        ).encode()
        for some in rows
        for indent in (None, 2)
    ]


def keyed(folder: Path) -> list[bytes]:
    """Objects of records."""
    rows = list(samples(folder).values())
    found = [
        json.dumps({f"key \\{n}": one for n, one in enumerate(some)}, indent=1).encode() for some in rows
    ]
    beside = {"evaluator": "x", "n": 1, **{f"q{n}": one for n, one in enumerate(rows[0])}}
    return [*found, json.dumps(beside).encode()]


def wholes(folder: Path) -> list[bytes]:
    """One object a file: a single record, columns, a task with instances."""
    several = json.dumps(SEVERAL[0], indent=1).encode()
    listed = {name: list(column.values()) for name, column in COLUMNS.items()}
    return [
        several,
        json.dumps(COLUMNS).encode(),
        json.dumps(listed, indent=2).encode(),
        json.dumps(TURNS[0], indent=1).encode(),
    ]


def tables(folder: Path) -> list[bytes]:
    """Delimited text."""
    (folder / "sample").mkdir(exist_ok=True)
    found = []
    rows = list(samples(folder / "sample").values())
    for number, delimiter in enumerate(",\t;|" * 2):
        some = rows[number % len(rows)]
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, list(some[0]), delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in one.items()} for one in some)
        found.append(buffer.getvalue().encode("utf-8", "surrogatepass"))
    odd = b'text,label\r\n"a ""wren"", brown\r\nor not",1\r\n\r\nplain,0\r\n"",\r\n'
    return [
        *found,
        odd,
        odd.replace(b"\r\n", b"\r"),
        found[0].decode().encode("utf-16"),
        b"text\nonly one\ncolumn here\n",
    ]


def cell(value: Any) -> str:
    """A value as a cell of a table."""
    return value if isinstance(value, str) else json.dumps(value)


def dumped(value: Any) -> bytes:
    """A value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")

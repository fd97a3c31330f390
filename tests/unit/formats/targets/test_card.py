"""A card tells in words and in metadata what was exported and how it was cleaned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.formats.targets.card import CardFacts, Split, data_card, hf_card, size_category
from synthreview.formats.targets.front_matter import front_matter

yaml = pytest.importorskip("yaml", reason="PyYAML reads the cards")

FACTS = CardFacts(
    name="Bot | “answers”: v2 # new",
    kind=Kind.TASK_LABEL,
    written={"accepted": 900, "fixed": 150, "undecided": 7},
    splits=(Split("train", "data/train.parquet", 1000), Split("test", "data/test.parquet", 57)),
    left_out={"rejected": 40},
    reasons={"wrong_answer": 12},
    not_expressed={"is a tie": 3},
    reviewers={"Ann": 1050},
    estimates=("Between 1 % and 3 % of what is kept may still be wrong.",),
    licence="CC BY 4.0",
    generator="gpt-x",
    languages=("no", "en"),
    source="a.json",
    sha256="ab" * 32,
    columns=("text", "label"),
    features=[
        {"name": "text", "dtype": "string"},
        {"name": "turns", "list": [{"name": "role", "dtype": "string"}]},
    ],
)
BARE = CardFacts("x", Kind.INSTRUCTION, {"undecided": 5}, ())


def metadata(facts: CardFacts) -> dict:
    start, front, _ = hf_card(facts).split("---\n", 2)
    assert start == ""
    return yaml.safe_load(front)


def test_the_front_matter_says_what_the_hub_asks():
    assert metadata(FACTS) == {
        "language": ["no", "en"],
        "license": "cc-by-4.0",
        "tags": ["synthetic", "human-reviewed"],
        "annotations_creators": ["machine-generated", "expert-generated"],
        "pretty_name": "Bot | “answers”: v2 # new",
        "size_categories": ["1K<n<10K"],
        "source_datasets": ["original"],
        "task_categories": ["text-classification"],
        "configs": [
            {
                "config_name": "default",
                "data_files": [
                    {"split": "train", "path": "data/train.parquet"},
                    {"split": "test", "path": "data/test.parquet"},
                ],
            }
        ],
        "dataset_info": {
            "features": [
                {"name": "text", "dtype": "string"},
                {"name": "turns", "list": [{"name": "role", "dtype": "string"}]},
            ]
        },
    }


def test_what_is_not_known_is_not_claimed():
    known = metadata(BARE)
    assert known["license"] == "unknown"
    assert "human-reviewed" not in known["tags"]
    assert not {"language", "dataset_info"} & set(known)
    card = data_card(BARE)
    assert "Nobody: no item carries a decision." in card
    assert "5 items among them stand as they came" in card
    assert "No licence is known" in card
    assert "Estimates" not in card
    assert "Source" not in card


@pytest.mark.parametrize(
    ("licence", "code"),
    [
        ("Apache-2.0", {"license": "apache-2.0"}),
        ("cc by-nc 4.0", {"license": "cc-by-nc-4.0"}),
        ("Our own", {"license": "other", "license_name": "our-own"}),
    ],
)
def test_a_licence_is_given_by_its_code_or_as_another(licence, code):
    known = metadata(CardFacts("x", Kind.FREE_TEXT, {}, (), licence=licence))
    assert {key: value for key, value in known.items() if key.startswith("license")} == code


@pytest.mark.parametrize(
    ("items", "category"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1000, "1K<n<10K"),
        (99_999, "10K<n<100K"),
        (100_000, "100K<n<1M"),
        (5_000_000, "1M<n<10M"),
        (10**12 - 1, "100B<n<1T"),
        (10**12, "n>1T"),
    ],
)
def test_sizes_have_the_hubs_names(items, category):
    assert size_category(items) == category


def test_the_words_tell_counts_reviewers_and_limits():
    card = data_card(FACTS)
    assert hf_card(FACTS).endswith(f"---\n\n{card}")
    for line in (
        r"# Bot \| “answers”: v2 \# new",
        "1\u202f057 items of task label data, written by gpt-x; people reviewed them.",
        f"Source: a.json (SHA-256 `{'ab' * 32}`).",
        "Columns: `text`, `label`.",
        "| accepted | 900 |",
        "| rejected | 40 |",
        r"| wrong\_answer | 12 |",
        "| is a tie | 3 |",
        "| Ann | 1\u202f050 |",
        "- Between 1 % and 3 % of what is kept may still be wrong.",
        "CC BY 4.0",
        "- 7 items among them stand as they came: nobody has decided on them.",
        'data = load_dataset("path/to/this/folder")',
        "Splits: `train`, `test`.",
    ):
        assert line in card.splitlines(), line


def test_half_a_character_in_a_name_does_not_stop_the_card():
    card = hf_card(CardFacts("a\ud800", Kind.FREE_TEXT, {}, ()))
    assert card.encode().decode() == card


SCALARS = st.text() | st.integers() | st.booleans() | st.none()
PLAIN = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex("[a-z_]{1,9}", fullmatch=True).map("k_".__add__), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["license", "tags", "configs"]), PLAIN))
def test_law_yaml_reads_every_value_as_it_was(fields):
    text = front_matter(fields)
    assert text.startswith("---\n")
    assert (yaml.safe_load(text.split("---\n", 1)[1].rsplit("---\n", 1)[0]) or {}) == _sayable(fields)


def _sayable(value):
    """What a text file can hold of a value."""
    if isinstance(value, str):
        return "".join("�" if 0xD800 <= ord(c) <= 0xDFFF else c for c in value)
    if isinstance(value, dict):
        return {key: _sayable(inner) for key, inner in value.items()}
    return [_sayable(inner) for inner in value] if isinstance(value, list) else value

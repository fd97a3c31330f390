"""Dialogues written as one text are taken apart, other texts are left alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import parse
from synthreview.formats.splice import CannotWrite, splice
from synthreview.formats.transcript import read_transcript
from tests.unit.formats.reading import LINES, table

TALK = Mapping(Kind.SIMULATION, {"turns": "talk[dialogue]"})
PAIR = Mapping(
    Kind.PREFERENCE,
    {"prompt": "a[dialogue][:-1]", "a": "a[dialogue].-1.text", "b": "b[dialogue].-1.text", "choice": "=a"},
)


def said(text: str) -> list[tuple[str, str]] | None:
    """Who says what in a text."""
    found = read_transcript(text)
    return None if found is None else [(turn["role"], turn["text"]) for turn in found]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("\n\nHuman: hi\n\nAssistant: ho", [("Human", "hi"), ("Assistant", "ho")]),
        ("User: a\r\nb\r\nBot: c", [("User", "a\r\nb"), ("Bot", "c")]),
        ("Be kind.\nHuman: hi\nAI: ho", [("system", "Be kind."), ("Human", "hi"), ("AI", "ho")]),
        ("Human: hi", [("Human", "hi")]),
        ("Human: \n\nAssistant:", [("Human", ""), ("Assistant", "")]),
        ("Ann: hi\nBob: ho\nAnn: hi\nBob: ho", [("Ann", "hi"), ("Bob", "ho"), ("Ann", "hi"), ("Bob", "ho")]),
        (
            "Participants: AI Cook (you); Judge\n\nJudge: Well?\n\nAI Cook (you): No.",
            [("system", "Participants: AI Cook (you); Judge"), ("Judge", "Well?"), ("AI Cook (you)", "No.")],
        ),
    ],
)
def test_a_dialogue_is_taken_apart(text, turns):
    assert said(text) == turns


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just a text.",
        "Note: one thing.\nNote: another thing.\nNote: a third.",
        "A recipe follows.\nStep: mix.\nServe: warm.\nStep: bake.\nServe: cold.",
        "def f(x):\n    if x:\n        return 1\n    else:\n        return 2\n\nclass A:\n    def g(self):\n        pass\n",
        'def f(x):\n    """Do it.\n\n    Args:\n        x: one.\n\n    Returns:\n        Two.\n    """\n' * 2,
        "Ann: hi\nBob: ho",
        "see http://a.b\nsee http://c.d\nsee https://e.f",
        "Skills:\nMachine Learning: much\nAI: some",
        '{"a": 1,\n"b": 2}',
        "12:30 lunch\n12:45 tea\n12:30 lunch",
        "He said, and he meant it: no.\nHe said, and he meant it: no.\nShe said, too: yes.\nShe said, too: yes.",
    ],
    ids=range(12),
)
def test_a_text_with_colons_is_no_dialogue(text):
    assert said(text) is None


def test_a_word_for_a_role_that_another_word_took_is_a_word():
    text = "Human: which car?\n\nAssistant: This one:\nModel: old\nNote: red\nNote: dear\n\nHuman: no"
    assert said(text) == [
        ("Human", "which car?"),
        ("Assistant", "This one:\nModel: old\nNote: red\nNote: dear"),
        ("Human", "no"),
    ]


def test_an_edit_of_one_turn_leaves_every_other_byte(sources):
    raw = json.dumps(
        {"talk": "Be “kind”.\nHuman: hi\n\nAssistant: ho\nho", "n": 1}, ensure_ascii=False
    ).encode()
    edited = splice(raw, LINES, TALK, {"turns.1.text": 'new "é"'})
    assert edited == raw.replace(b"Human: hi", 'Human: new \\"é\\"'.encode())
    both = splice(raw, LINES, TALK, {"turns.2.text": "longer than before", "turns.0.text": "x"})
    assert parse(both, LINES)["talk"] == "x\nHuman: hi\n\nAssistant: longer than before"


def test_a_role_is_edited_in_the_words_of_the_text():
    raw = b'{"talk": "Human: hi\\nAssistant: ho"}'
    assert splice(raw, LINES, TALK, {"turns.1.role": "user"}) == raw.replace(b"Assistant", b"Human")
    with pytest.raises(CannotWrite):
        splice(raw, LINES, TALK, {"turns.0.speaker": "Ann"})


def test_a_text_that_would_be_taken_apart_otherwise_is_refused():
    with pytest.raises(CannotWrite, match="the record would read otherwise"):
        splice(b'{"talk": "Human: hi\\nAssistant: ho"}', LINES, TALK, {"turns.0.text": "a\nHuman: b"})


def test_the_last_turn_of_each_of_two_dialogues_is_edited_alone():
    raw = b'{"a": "\\n\\nHuman: hi\\n\\nAssistant: ho", "b": "\\n\\nHuman: hi\\n\\nAssistant: no"}'
    edited = splice(raw, LINES, PAIR, {"b": "never", "a": "ever"})
    assert edited == raw.replace(b": ho", b": ever").replace(b": no", b": never")


@pytest.mark.parametrize("quoted", [True, False], ids=["in quotes", "bare"])
def test_a_dialogue_in_a_cell_is_edited_in_its_cell(quoted):
    layout = table("n", "talk")
    raw = b'1,"Human: ""hi"", he said\nAssistant: ho"' if quoted else b"1,Human: hi"
    edited = splice(raw, layout, TALK, {"turns.0.text": 'a "b"'})
    assert parse(edited, layout)["talk"] == ('Human: a "b"\nAssistant: ho' if quoted else 'Human: a "b"')
    assert edited.startswith(b'1,"Human: a ""b""')


def test_a_key_before_the_record_does_not_move_the_places():
    layout = Layout(Container.JSON_KEYED)
    raw = '"é: {Human: 1}" : {"talk": "Human: hi\\nAssistant: ho"}'.encode()
    assert splice(raw, layout, TALK, {"turns.1.text": "x"}) == raw.replace(b": ho", b": x")


def test_a_path_to_an_utterance_as_a_whole_is_its_text():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "talk[dialogue].-1"})
    raw = b'{"talk": "Human: hi\\nAssistant: ho"}'
    assert mapping.items(parse(raw, LINES)) == [(None, {"text": "ho"})]
    assert splice(raw, LINES, mapping, {"text": "x"}) == raw.replace(b": ho", b": x")


def test_utterances_can_be_picked_by_their_role():
    mapping = Mapping(
        Kind.INSTRUCTION,
        {"instruction": "t[dialogue][role=user].text", "output": "t[dialogue][role=gpt].text"},
    )
    raw = b'{"t": "User: q\\nAssistant: r"}'
    assert mapping.source_path("output", parse(raw, LINES)) is not None
    assert parse(splice(raw, LINES, mapping, {"instruction": "p"}), LINES)["t"] == "User: p\nAssistant: r"


TEXTS = st.text(st.sampled_from("ab é\n.") | st.characters(exclude_categories=["Cs"], exclude_characters=":"))


@given(turns=st.lists(st.tuples(st.sampled_from(["Human", "Assistant"]), TEXTS), min_size=1), before=TEXTS)
def test_law_the_places_of_texts_and_roles_are_where_they_stand(turns, before):
    text = before + "".join(f"\n{role}: {words}\n" for role, words in turns)
    found = read_transcript(text)
    if found is None:
        assert len(turns) == 1
        return
    spoken = [turn for turn in found if "role" in turn.places]
    assert [(turn["role"], turn["text"]) for turn in spoken] == [
        (role, words.strip()) for role, words in turns
    ]
    for turn in found:
        for name, place in turn.places.items():
            assert text[place.start : place.end] == turn[name]


@given(text=st.text(st.sampled_from("Human: Bob\n\tAI;.") | st.characters(), max_size=80))
def test_law_any_text_is_a_dialogue_or_none_and_its_places_hold(text):
    for turn in read_transcript(text) or ():
        for name, place in turn.places.items():
            assert text[place.start : place.end] == turn[name]


@given(
    turns=st.lists(TEXTS, min_size=2, max_size=4),
    new=TEXTS,
    ascii_only=st.booleans(),
    which=st.integers(0, 3),
)
def test_law_an_edit_in_a_dialogue_leaves_all_other_text(turns, new, ascii_only, which):
    text = "".join(f"\n\n{('Human', 'Assistant')[n % 2]}: {words}" for n, words in enumerate(turns))
    raw = json.dumps({"x": "é", "talk": text, "y": [1]}, ensure_ascii=ascii_only).encode()
    which %= len(turns)
    try:
        edited = splice(raw, LINES, TALK, {f"turns.{which}.text": new})
    except CannotWrite:
        assert new != new.strip()
        return
    now = parse(edited, LINES)
    assert {**now, "talk": ""} == {"x": "é", "talk": "", "y": [1]}
    place = read_transcript(text)[which].places["text"]
    assert now["talk"] == text[: place.start] + new + text[place.end :]

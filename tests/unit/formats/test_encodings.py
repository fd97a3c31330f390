"""Encodings: recognised, and kept to the byte in every container."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats.detect import detect
from synthreview.formats.layout import COLUMNAR, Container, Layout
from synthreview.formats.readers import parse
from synthreview.formats.sniff import sniff_encoding
from synthreview.formats.source import BOMS
from tests.unit.formats.reading import Sources

FRENCH = [{"text": f"Le café n° {n} était fermé à midi, hélas", "label": "négatif"} for n in range(30)]
CHINESE = [{"text": f"这是第{n}个用于测试的句子，内容很普通。", "label": "中性"} for n in range(30)]
JAPANESE = [{"text": f"これは{n}番目のテスト用の文章です。", "label": "中立"} for n in range(30)]
SAMPLES = [
    ("utf-8", FRENCH),
    ("utf-16-le", CHINESE),
    ("utf-16-be", FRENCH),
    ("cp1252", FRENCH),
    ("gb18030", CHINESE),
    ("cp932", JAPANESE),
]


TEXT = [container for container in Container if container not in COLUMNAR]


def written(records: list[dict], container: Container, encoding: str) -> bytes:
    mark = BOMS.get(encoding, b"") if encoding.startswith("utf-") else b""
    if container is Container.JSON_ARRAY:
        text = json.dumps(records, ensure_ascii=False, indent=1)
    elif container is Container.JSON_OBJECT:
        text = json.dumps(columns_of(records), ensure_ascii=False, indent=1)
    elif container is Container.JSON_KEYED:
        keyed = {f"{n}: {record['text']}": record for n, record in enumerate(records)}
        text = json.dumps(keyed, ensure_ascii=False, indent=1)
    elif container is Container.JSON_LINES:
        text = "\r\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    else:
        text = "text,label\n" + "".join(f'"{r["text"]}",{r["label"]}\n' for r in records)
    return mark + text.encode(encoding)


def columns_of(records: list[dict]) -> dict:
    return {name: [record[name] for record in records] for name in records[0]}


@pytest.mark.parametrize("container", TEXT)
@pytest.mark.parametrize(("encoding", "records"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_the_encoding_is_found_and_the_bytes_are_kept(sources, container, encoding, records):
    data = written(records, container, encoding)
    layout = detect(sources.write(data)).layout
    assert (layout.container, layout.encoding) == (container, encoding)
    reading = sources.read(data, layout)
    assert reading.records == ([columns_of(records)] if container is Container.JSON_OBJECT else records)
    assert [parse(piece.raw, layout) for piece in reading.pieces] == reading.records
    assert reading.kept(layout) == data


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_found_without_its_mark(sources, encoding):
    data = written(FRENCH, Container.JSON_LINES, encoding)[2:]
    layout = detect(sources.write(data)).layout
    assert layout.encoding == encoding
    assert sources.read(data, layout).records == FRENCH


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Über die größten Städte weiß ich nichts"),
        ("cp1252", "He said “it’s fine” – really…"),
        ("cp1250", "Zażółć gęślą jaźń i napisz krótkie podsumowanie"),
        ("cp1251", "Напиши короткий рассказ о лете"),
        ("cp949", "짧은 이야기를 써 주세요"),
        ("big5", "請寫一個簡短的故事關於夏天"),
        ("gb18030", "识别并解释给定列表中的理论"),
    ],
)
def test_older_encodings_are_told_apart(encoding, text):
    assert sniff_encoding(("id,text\n" + f"1,{text}\n" * 5).encode(encoding)) == encoding


def test_a_little_damage_does_not_make_utf_8_another_encoding(sources):
    data = written(CHINESE, Container.JSON_LINES, "utf-8").replace("第7".encode(), b"\xff")
    layout = detect(sources.write(data)).layout
    assert layout.encoding == "utf-8"
    assert len(sources.read(data, layout).faults) == 1


@pytest.mark.parametrize("container", TEXT)
def test_an_odd_last_byte_of_utf_16_is_kept(sources, container):
    data = written(FRENCH[:3], container, "utf-16-le") + b"\x41"
    layout = Layout(container, "utf-16-le", fields=("text", "label"))
    sources.read(data, layout)


@pytest.mark.parametrize("container", TEXT)
def test_characters_with_two_spellings_keep_the_one_they_have(sources, container):
    # cp932 reads both 81CA and EEF9 as the same character and writes only the first.
    data = written([{"text": "a", "label": "b@"}, {"text": "c", "label": "d"}], container, "cp932")
    data = data.replace(b"@", b"\xee\xf9")
    reading = sources.read(data, Layout(container, "cp932", fields=("text", "label")))
    good = [] if container is Container.JSON_OBJECT else [{"text": "c", "label": "d"}]
    assert [record for record in reading.records if record in good] == good


ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "cp1252", "gb18030", "cp932", "big5"]


@given(
    data=st.binary(max_size=60),
    encoding=st.sampled_from(ENCODINGS),
    container=st.sampled_from(TEXT),
)
def test_law_no_bytes_are_lost_in_any_encoding(sources: Sources, data, encoding, container):
    start = {Container.JSON_ARRAY: "[", Container.JSON_KEYED: '{"a": 1, "b": {'}.get(container, "")
    sources.read(start.encode(encoding) + data, Layout(container, encoding, fields=("a",)))

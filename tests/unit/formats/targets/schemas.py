"""What the readers of each format demand, checked by hand: keys, types, and who speaks when."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]


def _keys(record: Record, needs: set[str], may: set[str] = frozenset()) -> None:
    assert needs <= set(record) <= needs | may, set(record)


def _chat(messages: Any, *, ends: str | None = None) -> None:
    assert isinstance(messages, list)
    assert messages
    for index, each in enumerate(messages):
        _keys(each, {"role", "content"}, {"name"})
        assert each["role"] in ("system", "user", "assistant", "tool")
        assert isinstance(each["content"], str)
        assert each["role"] != "system" or index == 0
    assert ends is None or messages[-1]["role"] == ends


def alpaca(record: Record) -> None:
    _keys(record, {"instruction", "input", "output"}, {"system", "history"})
    assert all(isinstance(record[key], str) for key in record if key != "history")
    for pair in record.get("history", []):
        assert len(pair) == 2
        assert all(isinstance(text, str) for text in pair)


def sharegpt(record: Record) -> None:
    _keys(record, {"conversations"}, {"chosen", "rejected"})
    said = [*record["conversations"], *(record[key] for key in ("chosen", "rejected") if key in record)]
    for each in said:
        _keys(each, {"from", "value"})
        assert isinstance(each["value"], str)
    who = [each["from"] for each in record["conversations"]]
    who = who[1:] if who[0] == "system" else who
    assert all(
        name in (("human", "observation"), ("gpt", "function_call"))[i % 2] for i, name in enumerate(who)
    )
    ranking = "chosen" in record
    assert len(who) % 2 == ranking
    assert not ranking or record["chosen"]["from"] == record["rejected"]["from"] == "gpt"


def messages(record: Record) -> None:
    _keys(record, {"messages"})
    _chat(record["messages"], ends="assistant")
    assert any(each["role"] == "user" for each in record["messages"])


def preference(record: Record) -> None:
    _keys(record, {"chosen", "rejected"}, {"prompt"})
    if isinstance(record["chosen"], str):
        assert all(isinstance(value, str) for value in record.values())
        return
    _chat(record["chosen"], ends="assistant")
    _chat(record["rejected"], ends="assistant")
    if "prompt" in record:
        _chat(record["prompt"], ends="user")
    else:
        assert record["chosen"][:-1] == record["rejected"][:-1]
        assert record["chosen"][-2]["role"] == "user"


def dpo_openai(record: Record) -> None:
    _keys(record, {"input", "preferred_output", "non_preferred_output"})
    _keys(record["input"], {"messages"})
    _chat(record["input"]["messages"], ends="user")
    for name in ("preferred_output", "non_preferred_output"):
        [answer] = record[name]
        assert set(answer) == {"role", "content"}
        assert answer["role"] == "assistant"


def prompt_completion(record: Record) -> None:
    _keys(record, {"prompt", "completion"})
    if isinstance(record["prompt"], str):
        assert isinstance(record["completion"], str)
    else:
        _chat(record["prompt"], ends="user")
        _chat(record["completion"], ends="assistant")


def kto(record: Record) -> None:
    assert isinstance(record["label"], bool)
    prompt_completion({key: value for key, value in record.items() if key != "label"})


def text(record: Record) -> None:
    _keys(record, {"text"})
    assert isinstance(record["text"], str)


CHECKS = {
    "alpaca": alpaca,
    "sharegpt": sharegpt,
    "messages": messages,
    "preference": preference,
    "dpo-openai": dpo_openai,
    "kto": kto,
    "prompt-completion": prompt_completion,
    "text": text,
}
"""A checker for each format that trainers read."""

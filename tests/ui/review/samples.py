"""Items of all five kinds, in several scripts and sizes, written for these tests."""

from __future__ import annotations

from synthreview.domain import Confidence, Kind
from tests.ui.review.fake_project import Entry, finding

INSTRUCTION = "Summarise the following article in two sentences."
OUTPUT = (
    "The article describes how coastal towns prepare for stronger storms by rebuilding dunes and moving "
    "roads inland. Residents disagree about the cost, but most support the plan.\n\nInstruction: Name two "
    "risks of the plan."
)


def span(text, words):
    start = text.index(words)
    return start, start + len(words)


def instruction():
    tail = OUTPUT.index("Instruction:")
    return Entry(
        Kind.INSTRUCTION,
        {"instruction": INSTRUCTION, "input": "<insert article here>", "output": OUTPUT},
        (
            finding("The input is a placeholder, not an article", 0.98, "input", confidence=Confidence.CERTAIN, fix={"input": ""}),
            finding("A second instruction follows the answer", 0.84, "output", tail, tail + 12,
                    fix={"output": OUTPUT[:tail].rstrip()}),
            finding("Refers to text that is not there", 0.55, "instruction", *span(INSTRUCTION, "following article"),
                    analyzer="references", confidence=Confidence.WEAK),
        ),
        0.93,
    )  # fmt: skip


def task_label():
    return Entry(
        Kind.TASK_LABEL,
        {
            "text": "It is rude to look at your phone while a friend tells you about her day.",
            "label": "acceptable",
            "human_labels": ["rude"] * 14 + ["depends"] * 9 + ["acceptable"] * 2,
            "model_labels": ["acceptable"] * 7 + ["rude"] * 2 + [None],
            "annotator": "gpt-4",
        },
        (finding("The label is one that 2 of 25 people gave", 0.81, "label", analyzer="minority"),),
        0.81,
    )


def preference():
    return Entry(
        Kind.PREFERENCE,
        {
            "prompt": "Explain to a ten-year-old why the moon changes its shape.",
            "a": "The moon does not change. The sun lights one half of it, and while it goes round us we see more or less of that bright half.",
            "b": "Great question. The moon is a fascinating object. It changes its shape because the shadow of the Earth falls on it every "
            "night, which is why we have phases, and that is truly wonderful to think about when you look up.",
            "choice": "b",
            "judge": "gpt-4",
            "human_choice": "a",
        },
        (
            finding("The longer answer was chosen against people", 0.74, "choice", analyzer="bias"),
            finding("Opens with a stock phrase", 0.31, "b", 0, 15, analyzer="style"),
        ),
        0.76,
    )


def simulation():
    turns = [
        {
            "role": "user",
            "speaker": "Accountant",
            "text": "Instruction: List the steps for a monthly report.\nInput: None",
        },
        {
            "role": "assistant",
            "speaker": "Programmer",
            "text": "Solution: First I collect the figures, then I check them against last month. Next request.",
        },
        {
            "role": "user",
            "speaker": "Accountant",
            "text": "Instruction: Write a function that adds two numbers.",
        },
        {
            "role": "assistant",
            "speaker": "Programmer",
            "text": "Instruction: Please write it yourself and tell me when you are done.",
        },
        {"role": "user", "speaker": "Accountant", "text": "Solution: def add(a, b):\n    return a + b"},
        {"role": "assistant", "speaker": "Programmer", "text": "<CAMEL_TASK_DONE>"},
    ]
    return Entry(
        Kind.SIMULATION,
        {"task": "A programmer helps an accountant to automate a report.", "turns": turns},
        (
            finding("The assistant gives instructions", 0.9, "turns.3.text", 0, 12, analyzer="flips", confidence=Confidence.CERTAIN,
                    fix={"turns.3.role": "user"}),
            finding("The user gives a solution", 0.9, "turns.4.text", 0, 9, analyzer="flips", confidence=Confidence.CERTAIN),
        ),
        0.95,
    )  # fmt: skip


def free_text():
    text = (
        "In today's fast-paced world, gardens matter more than ever. They matter for people, and they matter for bees. "
        "In conclusion, gardens matter."
    )
    return Entry(
        Kind.FREE_TEXT,
        {"prompt": "Write a short text about gardens.", "text": text, "author": "machine"},
        (finding("Opens with a template", 0.58, "text", 0, 27, analyzer="templates"),),
        0.58,
    )


def arabic():
    text = "لخص النص التالي في جملتين، ثم اكتب عنواناً قصيراً بالإنجليزية مثل Coastal towns."
    return Entry(
        Kind.INSTRUCTION,
        {"instruction": text, "output": "تستعد المدن الساحلية للعواصف.\nTitle: Coastal towns prepare"},
        (finding("Answer in another language", 0.62, "output", 30, 36, analyzer="language"),),
        0.62,
    )


def chinese():
    return Entry(
        Kind.INSTRUCTION,
        {
            "instruction": "请用两句话总结下面的文章，并写出一个标题。",
            "input": "",
            "output": "这篇文章介绍了沿海城镇如何应对更强的风暴。居民们对费用有不同的看法。",
        },
        (finding("There is no article", 0.5, "instruction", 7, 12, analyzer="references"),),
        0.5,
    )


def code():
    return Entry(
        Kind.INSTRUCTION,
        {
            "system": "You are a helpful programmer.",
            "instruction": "Write a function that returns the largest number of a list.",
            "output": "def largest(numbers):\n    best = numbers[0]\n    for number in numbers:\n        if number > best:\n            best = number\n    return best\n",
        },
        (),
        0.08,
    )


def long_text():
    sentence = "The committee met again on Tuesday and put the question off until the next meeting. "
    return Entry(
        Kind.FREE_TEXT,
        {"prompt": "Write minutes.", "text": sentence * (1_048_576 // len(sentence))},
        (finding("The same sentence again and again", 0.88, "text", 500_000, 500_082, analyzer="repeats"),),
        0.88,
    )


def markup():
    return Entry(
        Kind.INSTRUCTION,
        {
            "instruction": "What does <b>this</b> <img src='https://example.org/x.png'> mean?",
            "output": "",
            "constraints": "One word.",
        },
        (finding("The output is empty", 0.97, "output", confidence=Confidence.CERTAIN, analyzer="rules"),),
        0.97,
    )


def every():
    return [
        markup(), simulation(), instruction(), long_text(), task_label(), preference(), arabic(), free_text(), chinese(), code(),
    ]  # fmt: skip

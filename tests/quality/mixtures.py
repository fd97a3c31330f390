"""Sound data with faults of many kinds planted at known places, as they come mixed in real life."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from synthreview.domain import Item, Kind, Parts
from tests.quality.reading import dolly, items, rows
from tests.quality.test_duplicates import looks_changed, sentence_added, words_changed
from tests.quality.test_instructions import PLANTS
from tests.quality.test_simulations import again, dialogues, flipped

FAULTY = 0.23
"""The share of items that get a fault."""

FOREIGN = (
    (
        "Das hängt davon ab, wie man die Sache betrachtet.",
        "Die meisten Leute würden sagen, dass es sich lohnt.",
        "Man braucht dafür nicht viel mehr als ein wenig Geduld und eine gute Vorbereitung.",
        "Wenn das Wetter schlecht ist, sollte man lieber noch einen Tag warten.",
        "Das ist nicht immer so einfach, wie es auf den ersten Blick aussieht.",
    ),
    (
        "Cela dépend de la façon dont on regarde les choses.",
        "La plupart des gens diraient que cela vaut la peine.",
        "Il ne faut pour cela qu'un peu de patience et une bonne préparation.",
        "Si le temps est mauvais, il vaut mieux attendre encore un jour.",
        "Ce n'est pas toujours aussi simple que cela en a l'air.",
    ),
    (
        "Depende de cómo se mire la cosa en cada caso.",
        "La mayoría de la gente diría que vale la pena.",
        "Para ello no hace falta más que un poco de paciencia y una buena preparación.",
        "Si el tiempo es malo, es mejor esperar un día más antes de salir.",
        "No siempre es tan sencillo como parece a primera vista.",
    ),
)
REFERS = re.compile(
    r"\b(passage|texts?|paragraph|article|reference|following|given|above|below|provided)\b", re.I
)
"""What an instruction says that needs its input; without, a question may stand for itself."""

Faulty = tuple[list[Item], dict[int, str]]
"""Items, and the kind of fault of each faulty one by its id."""
Change = Callable[[Parts], Parts]
Fits = Callable[[Parts], bool]


@dataclass
class Mixture:
    """Examples that get faults, one place after the other; what was given away stays as it is."""

    clean: list[Parts]
    dice: random.Random
    made: list[Parts] = field(init=False)
    names: dict[int, str] = field(default_factory=dict)
    free: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.made = list(self.clean)
        self.free = self.dice.sample(range(len(self.clean)), len(self.clean))

    def plant(self, name: str, count: int, change: Change, fits: Fits = lambda parts: True) -> None:
        """Change so many of the free places where the change makes sense."""
        places = [place for place in self.free if fits(self.clean[place])][:count]
        for place in places:
            self.made[place], self.names[place + 1] = change(self.clean[place]), name
        self.free = [place for place in self.free if place not in places]

    def swap(self, name: str, count: int) -> None:
        """Pass the answers of so many places on in a circle."""
        answers = [self.clean[place]["output"] for place in self.free[:count]]
        turned = iter(answers[1:] + answers[:1])
        self.plant(name, count, lambda parts: parts | {"output": next(turned)})

    def copy(self, name: str, count: int, change: Change) -> None:
        """Put copies of so many sound examples at places after them."""
        both, self.free = self.free[: 2 * count], self.free[2 * count :]
        for pair in zip(both[:count], both[count:], strict=True):
            giver, place = sorted(pair)
            self.made[place], self.names[place + 1] = change(self.clean[giver]), name


def instructions(shared_data: Path, seed: int) -> Faulty:
    """Dolly with nearly every fourth example faulty, of seventeen kinds in equal shares."""
    mixture = Mixture([item.parts for item in dolly(shared_data)], random.Random(f"instructions {seed}"))
    dice, each = mixture.dice, round(FAULTY * len(mixture.clean) / (len(PLANTS) + len(LIKELY)))
    refusals, foreign = refusals_by_models(shared_data), foreign_answers(shared_data, dice)
    mixture.plant("input missing", each, lambda parts: parts | {"input": ""}, fits=needs_its_input)
    for name, change in PLANTS.items():
        mixture.plant(name, each, change, fits=long_answer)
    mixture.plant("stops anywhere", each, lambda parts: stopped(parts, dice), fits=long_answer)
    mixture.plant("real refusal", each, lambda parts: parts | {"output": dice.choice(refusals)})
    mixture.plant("other language", each, lambda parts: parts | {"output": next(foreign)})
    mixture.swap("answer swapped", each)
    mixture.copy("copy", each, dict)
    mixture.copy("near copy", each, lambda parts: nearly(parts, dice))
    return items(Kind.INSTRUCTION, mixture.made), mixture.names


LIKELY = (
    "input missing", "stops anywhere", "real refusal", "other language", "answer swapped", "copy", "near copy",
)  # fmt: skip
"""Faults that no exact rule tells; the other ten are those of the corrupt instructions."""


def long_answer(parts: Parts) -> bool:
    return len(parts["output"]) > 120


def needs_its_input(parts: Parts) -> bool:
    return bool(parts["input"].strip() and REFERS.search(parts["instruction"]))


def stopped(parts: Parts, dice: random.Random) -> Parts:
    """As at a limit of tokens: anywhere in the second half, between or within words."""
    output = parts["output"]
    return parts | {"output": output[: dice.randrange(len(output) // 2, len(output) - 10)].rstrip()}


def refusals_by_models(shared_data: Path) -> list[str]:
    """Refusals, as people judged them to be."""
    records = [r for path in sorted((shared_data / "xstest").rglob("*.csv")) for r in rows(path)]
    return sorted({r["completion"] for r in records if r.get("final_label", "").startswith("2")})


def foreign_answers(shared_data: Path, dice: random.Random) -> Iterator[str]:
    """Answers in Chinese by a model, in turn with answers in three other languages."""
    records = json.loads((shared_data / "llamafactory_demo/alpaca_zh_demo.json").read_text(encoding="utf-8"))
    chinese = [record["output"] for record in records if len(record["output"]) > 60]
    for answer in dice.sample(chinese, len(chinese)):
        yield answer
        yield " ".join(dice.sample(dice.choice(FOREIGN), 3))


def nearly(parts: Parts, dice: random.Random) -> Parts:
    """The example with a few words, a sentence, or case and punctuation changed."""
    return dice.choice((words_changed, sentence_added, looks_changed))(parts, dice)


def conversations(shared_data: Path, seed: int) -> Faulty:
    """HH-RLHF's dialogues, one in eight with turns in the wrong role and one in nine with a loop."""
    clean = dialogues(shared_data)
    made, wrong = flipped(clean, seed, FAULTY / 2)
    names = {place + 1: "flip" for place, _ in wrong}
    dice = random.Random(f"loops {seed}")
    sound = [place for place in range(len(clean)) if place + 1 not in names]
    for place in dice.sample(sound, round(FAULTY / 2 * len(clean))):
        made[place], names[place + 1] = again(made[place], dice), "loop"
    parts = [{"turns": [{"role": role, "text": text} for role, text in dialogue]} for dialogue in made]
    return items(Kind.SIMULATION, parts), names

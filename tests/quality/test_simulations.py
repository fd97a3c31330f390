"""How well turns in the wrong role are found in conversations where some were put there.

HH-RLHF's conversations of four turns and more, by the hash of their text: the first 900 are measured on,
choices were made on the other 750.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from statistics import fmean

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

from synthreview.analyzers.dialogue.digression import break_point
from synthreview.analyzers.dialogue.talks import talk_hash, talk_of
from synthreview.analyzers.dialogue.turns import turns
from synthreview.analyzers.role_flips import RoleFlips
from synthreview.analyzers.role_model import RoleModel
from synthreview.domain import Item, Kind
from synthreview.risk.combine import rank
from tests.quality.reading import conversations, items, json_lines

pytestmark = pytest.mark.quality

ANALYZER = RoleModel()
TITLE = "Roles by their voice"
REASONS = {reason.code: reason for reason in ANALYZER.reasons}
ROLES = {"Human": "user", "Assistant": "assistant"}
MEASURED = 900
SEEDS = 3

Dialogue = list[tuple[str, str]]


def dialogues(shared_data) -> list[Dialogue]:
    with gzip.open(shared_data / "hh_rlhf/harmless-base/test.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = {json.loads(line)["chosen"] for line in file}
    made = []
    for text in sorted(texts, key=lambda text: hashlib.blake2b(text.encode()).hexdigest()):
        parts = re.split(r"\n\n(Human|Assistant): ?", text)[1:]
        said = [(ROLES[role], words.strip()) for role, words in zip(parts[::2], parts[1::2], strict=True)]
        if len(said) >= 4:
            made.append(said)
    return made[:MEASURED]


def flipped(clean: list[Dialogue], seed: int, share: float) -> tuple[list[Dialogue], set[tuple[int, int]]]:
    """In a share of dialogues, two neighbours' texts swapped or a turn's text from the other role elsewhere."""
    rng = random.Random(seed)
    made, wrong = [list(dialogue) for dialogue in clean], set()
    for place in rng.sample(range(len(clean)), round(share * len(clean))):
        dialogue = made[place]
        if rng.random() < 0.5:
            first = rng.randrange(len(dialogue) - 1)
            (role, text), (other, reply) = dialogue[first : first + 2]
            dialogue[first : first + 2] = [(role, reply), (other, text)]
            wrong |= {(place, first), (place, first + 1)}
        else:
            turn = rng.randrange(len(dialogue))
            role = dialogue[turn][0]
            giver = clean[rng.choice([other for other in range(len(clean)) if other != place])]
            dialogue[turn] = (role, rng.choice([text for other, text in giver if other != role]))
            wrong.add((place, turn))
    return made, wrong


def as_items(made: list[Dialogue]) -> list[Item]:
    parts = [{"turns": [{"role": role, "text": text} for role, text in dialogue]} for dialogue in made]
    return items(Kind.SIMULATION, parts)


def learned(batch: list[Item]):
    return ANALYZER.finish(ANALYZER.summarize(batch), None)


def voices_only(batch: list[Item], state) -> list:
    return [each for each in ANALYZER.score(batch, state) if each.reason == "sounds_like_other_role"]


def measure(clean: list[Dialogue], seed: int, share: float = 0.25) -> dict[str, float]:
    made, wrong = flipped(clean, seed, share)
    batch = as_items(made)
    state = learned(batch)
    talks = [talk_of(turns(item)) for item in batch]
    margins = state.voices.margins([talk_hash(talk) for talk in talks], talks)
    spoken = [
        (place, turn)
        for place, dialogue in enumerate(made)
        for turn, (_, text) in enumerate(dialogue)
        if text.strip()
    ]
    turn_truth = np.array([spot in wrong for spot in spoken])
    found = list(ANALYZER.score(batch, state))
    risks = {each.item: each.risk for each in rank([(f.item, f.reason, f.score) for f in found], REASONS)}
    hit = {place + 1 for place, _ in wrong}
    truth = [item.id in hit for item in batch]
    precision, recall, _ = precision_recall_curve(truth, [risks.get(item.id, 0.0) for item in batch])
    voices = voices_only(batch, state)
    return {
        "role_auroc": state.voices.auroc,
        "turn_auroc": roc_auc_score(turn_truth, -margins),
        "turn_ap": average_precision_score(turn_truth, -margins),
        "dialogue_auroc": roc_auc_score(truth, [risks.get(item.id, 0.0) for item in batch]),
        "precision_at_80": precision[recall >= 0.8].max(),
        "share": len(wrong) / len(spoken),
        "share_found": state.voices.noise.share,
        "flagged": len(voices) / len(batch),
        "precision": fmean(each.item in hit for each in voices),
        "mean_score": fmean(each.score for each in voices),
        "recall": len(hit & {each.item for each in voices}) / len(hit),
    }


def averaged(clean: list[Dialogue], share: float) -> dict[str, float]:
    draws = [measure(clean, seed, share) for seed in range(SEEDS)]
    return {key: fmean(draw[key] for draw in draws) for key in draws[0]}


def test_flipped_turns_sound_like_the_other_role(shared_data, figure):
    means = averaged(dialogues(shared_data), 0.25)
    data = "HH-RLHF, a quarter of the dialogues with a flip"
    figure(TITLE, data, "AUROC of turns", means["turn_auroc"], at_least=0.90)
    figure(TITLE, data, "precision of dialogues at recall .8", means["precision_at_80"], at_least=0.48)
    figure(TITLE, data, "precision of findings", means["precision"])
    assert abs(means["mean_score"] - means["precision"]) <= 0.15


@pytest.mark.parametrize("share", [0.05, 0.1])
def test_flips_are_found_where_they_are_rare(shared_data, figure, share):
    means = averaged(dialogues(shared_data), share)
    data = f"HH-RLHF, {share:.0%} of the dialogues with a flip"
    figure(TITLE, data, "AUROC of turns", means["turn_auroc"], at_least=0.90)
    figure(TITLE, data, "precision of dialogues at recall .8", means["precision_at_80"])
    figure(TITLE, data, "precision of findings", means["precision"], at_least=0.3 if share == 0.1 else 0.25)
    figure(TITLE, data, "mean score of findings", means["mean_score"])


def test_clean_conversations_are_mostly_quiet(shared_data, figure):
    batch = as_items(dialogues(shared_data))
    state = learned(batch)
    voices = voices_only(batch, state)
    figure(TITLE, "HH-RLHF as released", "share of dialogues pointed at", len(voices) / len(batch))
    assert len(voices) <= 0.05 * len(batch)


def test_two_speakers_with_one_voice_are_told_so_and_left_alone(shared_data):
    rng = random.Random(0)
    mixed = []
    for dialogue in dialogues(shared_data):
        swap = rng.random() < 0.5  # half of the conversations have their sides exchanged
        mixed.append(
            [(("assistant" if r == "user" else "user") if swap else r, text) for r, text in dialogue]
        )
    batch = as_items(mixed)
    state = learned(batch)
    (summary,) = ANALYZER.emit(state)
    assert summary.data["silent"]
    assert voices_only(batch, state) == []


@pytest.mark.parametrize(
    "name", ["llamafactory_demo/v1_sft_demo.jsonl", "llamafactory_demo/glaive_toolcall_en_demo.json"]
)
def test_sound_conversations_of_other_makers_are_mostly_quiet(shared_data, name):
    path = shared_data / name
    records = json_lines(path) if path.suffix == ".jsonl" else json.loads(path.read_text(encoding="utf-8"))
    batch = conversations(records)
    state = learned(batch)
    found = list(ANALYZER.score(batch, state))
    assert len({f.item for f in found}) <= 0.05 * len(batch)


# --- loops ---

LOOPS = {"repeated_turn", "goes_in_circles", "closing_loop"}
GOODBYES = ("Thank you, goodbye!", "You're welcome, take care!", "Thanks, you too. Bye!", "Have a great day!")


def again(dialogue: Dialogue, rng: random.Random) -> Dialogue:
    """The dialogue with a loop at its end: the last two turns again, to the word or nearly; a cycle; goodbyes."""
    long = [(role, text) for role, text in dialogue[-2:] if len(text.split()) >= 25]
    way = rng.choice(["exact", "nearly", "cycle", "goodbyes"])
    if way == "nearly" and long:
        changed = []
        for role, text in dialogue[-2:]:
            words = text.split()
            if len(words) >= 25:
                words[rng.randrange(len(words))] = "indeed"
            changed.append((role, " ".join(words)))
        return dialogue + changed
    if way == "cycle":
        return dialogue[:4] * 3
    if way == "goodbyes":
        return dialogue + list(zip(("user", "assistant") * 2, GOODBYES, strict=True))
    return dialogue + dialogue[-2:]


def test_loops_are_found_and_only_loops(shared_data, figure):
    analyzer = RoleFlips()
    figures = []
    clean = dialogues(shared_data)
    for seed in range(SEEDS):
        rng = random.Random(seed)
        chosen = set(rng.sample(range(len(clean)), len(clean) // 4))
        batch = as_items([again(d, rng) if place in chosen else d for place, d in enumerate(clean)])
        state = analyzer.finish(analyzer.summarize(batch), None)
        found = {f.item - 1 for f in analyzer.score(batch, state) if f.reason in LOOPS}
        figures.append((len(found & chosen) / len(found), len(found & chosen) / len(chosen)))
    precision, recall = (fmean(column) for column in zip(*figures, strict=True))
    data = "HH-RLHF, a quarter of the dialogues made to loop"
    figure("Role flips", data, "loops: precision", precision, at_least=0.98)
    figure("Role flips", data, "loops: recall", recall, at_least=0.98)


# --- digressions ---


def test_a_talk_that_goes_over_to_another_subject_falls_away_from_its_task(shared_data, figure):
    long = [d for d in dialogues(shared_data) if len(d) >= 8]
    rng = random.Random(0)
    falls, truth, pointed = [], [], []
    for place, dialogue in enumerate(long):
        other = long[(place + 1 + rng.randrange(len(long) - 1)) % len(long)]
        for turned, talk in ((False, dialogue), (True, dialogue[:4] + other[-4:])):
            vectors = ANALYZER.embed([text for _, text in talk])
            falls.append(break_point(vectors[1:] @ vectors[0])[1])
            truth.append(turned)
            (item,) = as_items([talk[1:]])
            item.parts["task"] = talk[0][1]
            pointed.append(any(f.reason == "leaves_task" for f in ANALYZER.score([item], learned([item]))))
    auroc = roc_auc_score(truth, falls)
    right = fmean(t for t, p in zip(truth, pointed, strict=True) if p)
    quiet = fmean(p for t, p in zip(truth, pointed, strict=True) if not t)
    found = fmean(p for t, p in zip(truth, pointed, strict=True) if t)
    data = "HH-RLHF, half of the dialogues go over to another"
    figure(TITLE, data, "digressions: AUROC", auroc, at_least=0.6)
    figure(TITLE, data, "digressions: precision", right)
    figure(TITLE, data, "digressions: recall", found)
    assert quiet <= 0.15

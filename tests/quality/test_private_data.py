"""How much planted private data is found, and how often clean data is pointed at."""

from __future__ import annotations

import random
import string
from collections import Counter

import pytest

from synthreview.analyzers.privacy.accounts import luhn
from synthreview.analyzers.private_data import PrivateData
from synthreview.domain import Item, Kind
from tests.quality.reading import alpaca, dolly, items, rows

pytestmark = pytest.mark.quality

ANALYZER = PrivateData()
EACH = 200
NAMES = "ruth okafor lena brandt samir haddad ines moreau pavel novak akiko tanaka".split()
HOSTS = "gmail.com web.de uni-bonn.de firm.net okafor.ng orange.fr mail.ru yahoo.co.uk".split()


def digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices(string.digits, k=count))


def mail(dice: random.Random) -> str:
    gap = dice.choice((".", "_", "", "-"))
    return f"{dice.choice(NAMES)}{gap}{dice.choice(NAMES)}{dice.choice(('', digits(dice, 2)))}@{dice.choice(HOSTS)}"


def ip(dice: random.Random) -> str:
    return f"{dice.randrange(40, 90)}.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"


def iban(dice: random.Random) -> str:
    body = digits(dice, 18)
    account = f"DE{98 - int(body + '131400') % 97:02d}{body}"
    return " ".join(account[at : at + 4] for at in range(0, 22, 4)) if dice.random() < 0.5 else account


def card(dice: random.Random) -> str:
    body = dice.choice(("4", "52", "54")) + digits(dice, 15)
    number = next(f"{body[:15]}{last}" for last in range(10) if luhn(f"{body[:15]}{last}"))
    gap = dice.choice((" ", "-", ""))
    return gap.join(number[at : at + 4] for at in range(0, 16, 4))


def social(dice: random.Random) -> str:
    return f"{dice.randrange(100, 600)}-{dice.randrange(1, 100):02d}-{dice.randrange(1, 10_000):04d}"


def telephone(dice: random.Random) -> str:
    area, office, line = dice.randrange(212, 790), dice.randrange(212, 550), digits(dice, 4)
    made = (
        f"({area}) {office}-{line}",
        f"{area}-{office}-{line}",
        f"+1 {area} {office} {line}",
        f"+44 20 {office}4 {line}",
    )
    return dice.choice(made)


def key(dice: random.Random) -> str:
    value = "".join(dice.choices(string.ascii_letters + string.digits, k=40))
    return dice.choice(
        (f"ghp_{value[:36]}", f"sk-{value}", f'api_key = "{value[:32]}"', f"SECRET_TOKEN={value}")
    )


MADE = {
    "email_address": mail,
    "ip_address": ip,
    "bank_account": iban,
    "card_number": card,
    "social_security_number": social,
    "phone_number": telephone,
    "secret_key": key,
}


def planted(clean: list[Item], reason: str) -> list[Item]:
    """Items with one value of a sort put between two words of the output."""
    dice = random.Random(reason)
    made = []
    for place, item in enumerate(clean[:EACH]):
        words = item.text("output").split(" ")
        words.insert(dice.randrange(len(words) + 1), MADE[reason](dice))
        made.append(Item(place, 1, place, None, Kind.INSTRUCTION, {"output": " ".join(words)}))
    return made


@pytest.mark.parametrize("reason", list(MADE))
def test_planted_values_are_found(shared_data, figure, reason):
    batch = planted(dolly(shared_data), reason)
    found = {finding.item for finding in ANALYZER.score(batch, None) if finding.reason == reason}
    data = f"Dolly with a planted {reason.replace('_', ' ')}"
    figure("Private data", data, "recall", len(found) / len(batch), at_least=0.95)


@pytest.mark.parametrize("name", ["dolly", "alpaca"])
def test_data_as_released_is_hardly_pointed_at(shared_data, figure, name):
    clean = dolly(shared_data) if name == "dolly" else alpaca(next(shared_data.rglob("random_9k.json")))
    found = list(ANALYZER.score(clean, None))
    print(name, Counter(finding.reason for finding in found))
    share = len(found) / len(clean)
    figure("Private data", f"{name.capitalize()} as released", "share pointed at", share)
    assert share <= 0.002


def test_rules_of_thumb_about_people_are_quiet(shared_data, figure):
    records = rows(shared_data / "derived/social_chemistry_101_inter_no_prompt.csv")
    batch = items(Kind.TASK_LABEL, [{"text": record["text"]} for record in records])
    found = list(ANALYZER.score(batch, None))
    figure("Private data", "Social Chemistry", "share pointed at", len(found) / len(batch))
    assert len(found) <= 0.001 * len(batch)

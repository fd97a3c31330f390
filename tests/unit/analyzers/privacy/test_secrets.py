from __future__ import annotations

import random
import string

import pytest

from synthreview.analyzers.privacy.secrets import entropy, secrets


def drawn(length: int, letters: str = string.ascii_letters + string.digits) -> str:
    """A key as a machine draws it."""
    return "".join(random.Random(length).choices(letters, k=length))


CAPITALS = string.ascii_uppercase + "234567"
KEYS = [
    "AKIA" + drawn(16, CAPITALS), "ghp_" + drawn(36), "glpat-" + drawn(20), "xoxb-" + drawn(40), "AIza" + drawn(35),
    "sk-" + drawn(48), "sk-proj-" + drawn(60), "sk_live_" + drawn(24), "hf_" + drawn(34, string.ascii_letters),
    "npm_" + drawn(36), "718293645:AA" + drawn(33),
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_keys_of_a_known_make_are_found_and_not_repeated(key):
    text = f"export KEY={key}\n"
    (hit,) = secrets("output", text)
    assert text[hit.start : hit.end] == key
    assert len(hit.args["text"]) <= len(key) / 4 + 1


@pytest.mark.parametrize(
    "line",
    ['api_key = "{}"', "API_KEY={}", "'secret': '{}'", "Authorization: Bearer: {}", "my access token is {}", '"apiKey": "{}",'],
)  # fmt: skip
def test_a_random_value_under_a_telling_name_is_found(line):
    value = drawn(32)
    text = line.format(value)
    (hit,) = secrets("output", text)
    assert text[hit.start : hit.end] == value


def test_a_private_key_is_one_hit():
    body = "\n".join(drawn(64) for _ in range(6))
    (hit,) = secrets("output", f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----")
    assert hit.args["what"] == "A private key"


def test_a_password_in_a_link_is_found_without_its_host():
    text = "postgres://ruth:Tr0ub4dor&3@db.firm.net/sales"
    (hit,) = secrets("output", text)
    assert text[hit.start : hit.end] == "Tr0ub4dor&3"


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        'api_key = "YOUR_API_KEY_GOES_HERE_1"',
        'api_key = "xxxxxxxxxxxxxxxxxxxxxxxx"',
        'token = get_token_from_environment("x")',
        "token = tokenizer.convert_ids_to_tokens2",
        'api_key = os.environ["SERVICE_API_KEY2"]',
        "sk-your-key-goes-here-and-it-is-long-1",
        "secret: 7d3e45b7-e89b-42d3-a456-4c66f41e7a0b",
        'api_key = "a1a1a1a1b2b2b2b2a1a1"',
        "sha256 = e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALr\n-----END PUBLIC KEY-----",
        "https://user:pass@host.org",
        "https://site.org/post/how-to-set-a-bearer-token-in-postman-0a0a2afef8",
        "password=correct",
    ],
)
def test_stand_ins_hashes_and_code_are_no_secrets(text):
    assert list(secrets("a", text)) == []


def test_entropy_is_in_bits_a_character():
    assert entropy("abcd") == 2.0
    assert entropy("") == 0.0

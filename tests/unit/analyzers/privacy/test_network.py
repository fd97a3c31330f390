from __future__ import annotations

import pytest

from synthreview.analyzers.privacy.network import ip_addresses


@pytest.mark.parametrize("address", ["171.8.116.59", "2a00:1450:4001:81b::200e", "2620:0:ccc:0:0:0:0:2"])
def test_public_addresses_are_found(address):
    text = f"He wrote from {address}, at night."
    (hit,) = ip_addresses("text", text)
    assert text[hit.start : hit.end] == address
    assert address not in hit.args["text"]


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "0.0.0.0", "10.20.30.40", "192.168.1.77", "172.16.254.1", "169.254.10.20", "255.255.255.0",
        "192.0.2.44", "198.51.100.23", "203.0.113.99", "224.0.0.251", "300.8.116.59", "8.8.8.8", "171.8.116.0/24",
        "section 1.2.3.4", "version 171.8.116.59", "v71.8.116.59", "numpy==71.8.116.59", "1.171.8.116.59",
        "::1", "fe80::1", "2001:db8::8a2e:370:7334", "12:30:45:10", "std::vector", "a::b", "2021:11:05",
    ],
)  # fmt: skip
def test_private_reserved_and_written_for_documentation_are_left_alone(text):
    assert list(ip_addresses("a", text)) == []

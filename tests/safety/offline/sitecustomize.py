"""Loaded by every Python process of a journey: writes down each attempt to reach somebody by network.

Sockets within this machine (files, pairs, its own address) are no such attempt; other addresses, and
names that would be looked up, are.
"""

import os
import sys
from pathlib import Path

REACHING = {"socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname"}
OWN = {"", "localhost", "127.0.0.1", "::1"}
LOG = Path(os.environ["REACHED"])


def _heed(event, arguments):
    if event not in REACHING:
        return
    where = arguments[1] if event in {"socket.connect", "socket.sendto", "socket.bind"} else arguments
    if isinstance(where, tuple) and str(where[0]) not in OWN:  # the address of a file is a text
        with LOG.open("a", encoding="utf-8") as file:
            file.write(f"{event} {where} by {sys.argv}\n")


with Path(os.environ["PROCESSES"]).open("a", encoding="utf-8") as file:
    file.write(f"{os.getpid()}\n")
sys.addaudithook(_heed)

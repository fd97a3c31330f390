"""Label Studio on this machine: its own server started with its own SQLite database, and its HTTP interface.

Nothing leaves the machine: it listens on the loopback address, and analytics, error reports and the look for
a newer version are switched off. ``python -m venv DIR && DIR/bin/pip install label-studio`` gets it.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

PATIENCE = 300.0
"""Seconds its first start may take: it makes its database."""
LOOK = (
    '<View><Text name="text" value="$text"/><Choices name="verdict" toName="text">'
    '<Choice value="accept"/><Choice value="reject"/></Choices></View>'
)
_QUIET = {
    "COLLECT_ANALYTICS": "False",
    "LATEST_VERSION_CHECK": "False",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "FEATURE_FLAGS_OFFLINE": "True",
    "DEBUG": "False",
    "LOG_LEVEL": "WARNING",
}


class LabelStudio:
    """A server of its own for as long as a ``with`` block lasts."""

    def __init__(self, python: Path, folder: Path) -> None:
        self._program = python.with_name("label-studio")
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._token = secrets.token_hex(20)
        self._address = f"http://127.0.0.1:{self._port}"
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy between two processes of one machine
        self._session.headers["Authorization"] = f"Token {self._token}"
        self._session.headers["Connection"] = "close"  # kept ones wait 40 ms for an acknowledgement each time
        # Now and then the server closes such a connection before it answers; to ask again is part of its time.
        again = Retry(total=3, allowed_methods=None, backoff_factor=0)
        self._session.mount("http://", HTTPAdapter(max_retries=again))

    def __enter__(self) -> LabelStudio:
        began = time.perf_counter()
        self._folder.mkdir()
        words = ["start", "--no-browser", "--data-dir", str(self._folder), "--port", str(self._port)]
        words += ["--internal-host", "127.0.0.1", "--username", "ana@example.org"]
        words += [
            "--password",
            secrets.token_hex(12),
            "--user-token",
            self._token,
            "--enable-legacy-api-token",
        ]
        self._log = (self._folder / "server.log").open("wb")
        self._process = subprocess.Popen(
            [self._program, *words],
            env={**os.environ, **_QUIET, "HOME": str(self._folder)},
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        until = time.monotonic() + PATIENCE
        while not self._is_up():
            if time.monotonic() > until or self._process.poll() is not None:
                self.__exit__()
                log = (self._folder / "server.log").read_text("utf-8", "replace")
                raise RuntimeError(f"Label Studio did not start: {log[-2000:]}")
            time.sleep(0.1)
        self.started_in = time.perf_counter() - began
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def version(self) -> str:
        """Its release."""
        return str(self._get("/api/version")["release"])

    def bare(self) -> None:
        """A request that asks for nothing."""
        self._session.get(f"{self._address}/health").raise_for_status()

    def project(self) -> int:
        """A new project for texts to accept or reject."""
        made = self._post("/api/projects", json={"title": "Texts", "label_config": LOOK})
        return int(made["id"])

    def import_texts(self, project: int, texts: list[str]) -> int:
        """Upload a file of tasks as its page does; how many became tasks."""
        content = json.dumps([{"text": text} for text in texts])
        file = {"file": ("texts.json", content, "application/json")}
        return int(self._post(f"/api/projects/{project}/import", files=file)["task_count"])

    def next(self, project: int) -> int:
        """The next task."""
        return int(self._get(f"/api/projects/{project}/next")["id"])

    def submit(self, task: int, choice: str) -> None:
        """An annotation."""
        value = {"from_name": "verdict", "to_name": "text", "type": "choices", "value": {"choices": [choice]}}
        self._post(f"/api/tasks/{task}/annotations", json={"result": [value], "lead_time": 1.0})

    def export(self, project: int, out: Path) -> None:
        """All tasks and annotations as JSON."""
        answer = self._session.get(
            f"{self._address}/api/projects/{project}/export?exportType=JSON&download_all_tasks=true"
        )
        answer.raise_for_status()
        out.write_bytes(answer.content)

    def memory(self) -> float:
        """Megabytes the server holds now."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return float("nan")

    def _is_up(self) -> bool:
        try:
            return self._session.get(f"{self._address}/health", timeout=5).ok
        except requests.RequestException:
            return False

    def _get(self, path: str) -> Any:
        answer = self._session.get(self._address + path)
        answer.raise_for_status()
        return answer.json()

    def _post(self, path: str, **content: Any) -> Any:
        answer = self._session.post(self._address + path, **content)
        answer.raise_for_status()
        return answer.json()

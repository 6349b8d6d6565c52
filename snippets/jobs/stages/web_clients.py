"""Clients that post jobs over the socket of the server, one of them
twice and one that fails, wait for the last, and send it SIGTERM."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

TASKS = ["10", "100", "1000", "many", "2000", "100"]


class Door(HTTPConnection):
    """A connection to a server that listens at a path."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(
    door: HTTPConnection,
    method: str,
    path: str,
    task: str | None = None,
    key: str = "",
) -> tuple[int, Any]:
    """The status of one answer, and what it says."""
    body = None if task is None else json.dumps({"task": task})
    head = {"Content-Type": "application/json"} if body else {}
    if key:
        head["Idempotency-Key"] = key
    try:
        door.request(method, path, body, head)
        answer = door.getresponse()
        text = answer.read()
        kind = answer.headers.get_content_type()
        said = json.loads(text) if kind == "application/json" else text
        return answer.status, said
    finally:
        door.close()


def insist(
    over: Event, method: str, path: str, task: str | None = None
) -> Any:
    """Ask again as long as the server is not there or not well."""
    while not over.wait(0.05):  # between two tries
        try:
            door = Door("web.sock")
            status, said = ask(door, method, path, task, key=task or "")
        except (OSError, HTTPException):
            continue
        if status < 500:
            return said
    return {}


def drive(over: Event) -> None:
    """All that the clients do."""
    for task in TASKS:
        insist(over, "POST", "/jobs", task)
    open_ = set(TASKS)
    while open_ and not over.is_set():
        for task in sorted(open_):
            said = insist(over, "GET", f"/jobs/{quote(task)}")
            if said.get("state") in ("done", "failed"):
                open_.remove(task)
    if not over.is_set():
        for pid in children():
            os.kill(pid, signal.SIGTERM)


def children() -> list[int]:
    """The server, which this process has started."""
    tasks = Path("/proc/self/task")
    if tasks.exists():
        words = [f.read_text() for f in tasks.glob("*/children")]
    else:
        command = ["pgrep", "-P", str(os.getpid())]
        found = subprocess.run(command, capture_output=True, text=True)
        words = [found.stdout]
    return [int(word) for word in " ".join(words).split()]


def stage() -> Iterator[None]:
    over = Event()
    client = Thread(target=drive, args=(over,))
    client.start()
    yield
    over.set()
    client.join()

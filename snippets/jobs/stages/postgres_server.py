"""A PostgreSQL server at a socket in a folder of its own, with nothing
in it, and a list of files, one of which is not there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

PATIENCE = 120.0  # seconds in which it has to start, or to end
SETTINGS = (
    "listen_addresses=",  # its socket alone
    "fsync=off",  # nothing of it is kept
    "dynamic_shared_memory_type=mmap",  # in its folder too
    "max_connections=20",
)


def programs() -> Path | None:
    """Where the server's programs are: Debian has them on no path."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = sorted(found, key=lambda one: float(one.parts[4]))
    here = newest[-1] if newest else which("postgres", path=os.defpath)
    return Path(here).resolve().parent if here else None


def missing() -> str:
    """What this machine lacks, and what to install."""
    if programs():
        return ""
    return "no PostgreSQL server here: install postgresql"


class Server:
    """A server whose data are in a folder."""

    def __init__(self, folder: Path) -> None:
        found = programs()
        assert found, missing()
        self.programs = found
        self.folder = folder
        self.data = folder / "data"
        self.other: dict[str, Any] = {}
        if os.geteuid() == 0:  # whom the server refuses
            user, group = nobody()
            os.chown(folder, user, group)
            self.other = {"user": user, "group": group}
            self.other["extra_groups"] = []
        words = "-U postgres -A trust -E UTF8 --locale=C -N".split()
        made = subprocess.run(
            [self.programs / "initdb", "-D", self.data, *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **self.other,
        )
        if made.returncode:
            sys.exit(made.stdout.decode())

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        words = ["-D", str(self.data), "-k", str(self.folder)]
        for setting in SETTINGS:
            words += ["-c", setting]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", *words],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self.other,
            )
        state = self.data / "postmaster.pid"
        end = time.monotonic() + PATIENCE
        while not state.exists() or "ready" not in state.read_text():
            ended = self.process.poll() is not None
            if ended or time.monotonic() > end:
                self.end()
                sys.exit((self.folder / "log").read_text())
            time.sleep(0.01)  # between two looks

    def end(self) -> None:
        """End it, and all that it started, at once."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)


def nobody() -> tuple[int, int]:
    """A user that is not root."""
    import pwd

    names = {one.pw_name: one for one in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return user.pw_uid, user.pw_gid


@contextmanager
def running() -> Iterator[Server]:
    """A server; the path of a socket has to be short."""
    with TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.end()


def stage() -> Iterator[None]:
    names = [f"letter-{n:02}.txt" for n in range(40)]
    for name in names:
        Path(name).write_text(f"This is {name}.\n")
    Path("names.txt").write_text("\n".join([*names, "lost.txt"]))
    with running() as server:
        os.environ["PGHOST"] = str(server.folder)
        os.environ["PGUSER"] = "postgres"
        yield

# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Two workers of a server keep their jobs in one database, so each
finds what the other has noted."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory


def post(path: Path, number: int) -> str:
    with closing(sqlite3.connect(path)) as jobs, jobs:
        jobs.execute("INSERT INTO job VALUES (?, 'accepted')", [number])
    return "202"


def get(path: Path, number: int) -> str:
    with closing(sqlite3.connect(path)) as jobs:
        question = "SELECT state FROM job WHERE number = ?"
        found = jobs.execute(question, [number]).fetchone()
    return found[0] if found else "404"


def main() -> None:
    spawn = get_context("spawn")
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        path = Path(folder, "jobs.db")
        with closing(sqlite3.connect(path)) as jobs:
            jobs.execute("CREATE TABLE job (number, state)")
        first = stack.enter_context(ProcessPoolExecutor(1, spawn))
        second = stack.enter_context(ProcessPoolExecutor(1, spawn))
        posted = first.submit(post, path, 17)
        print("POST to the first:", posted.result())
        got = second.submit(get, path, 17)
        print("GET from the second:", got.result())


if __name__ == "__main__":
    main()

"""A task in a process of its own answers, fails or is killed within its
time, whatever it does."""

import pickle
import signal
import sys
from multiprocessing import Process
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any


def answer(path: Path, task: Any, args: Any) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps(task(*args)))
    part.replace(path)


def call(seconds: float, task: Any, *args: Any) -> Any:
    with TemporaryDirectory() as folder:
        path = Path(folder, "answer")
        given = path, task, args
        worker = Process(target=answer, args=given, daemon=True)
        worker.start()
        try:
            worker.join(seconds)
            late = worker.is_alive()
        finally:
            worker.kill()
            worker.join()
        if path.exists():
            return pickle.loads(path.read_bytes())
    name = task.__name__
    if late:
        raise TimeoutError(f"{name} was too late, and is killed")
    raise ChildProcessError(f"{name} ended with {worker.exitcode}")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(call(60, abs, -2))
    try:
        call(0.2, sleep, 3600)
    except TimeoutError as error:
        print(error)


if __name__ == "__main__":
    main()

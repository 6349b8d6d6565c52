"""Puts claims to an engine: what each of them is handed, and how it answers.

A claim returns what it saw, raises `Departs` with what came instead, or
`NotAsked` with the reason.  Any other error is a departure too.  Every wait has
a limit, and where something is expected not to come, nothing hangs on how long
that took.  `ask.task` is the main program, whose functions the engine runs.
"""

import concurrent.futures
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

#: Seconds in which whatever comes at all has come.
LIMIT = 30.0
HOLDS, DEPARTS, NOT_ASKED = "holds", "departs", "does not ask"


class Departs(Exception):
    """What came instead of what is claimed."""


class NotAsked(Exception):
    """Why an engine cannot be asked for it."""


class Ask:
    """One claim put to one engine: what makes it, what it runs, and a folder of their own."""

    def __init__(self, make: Callable[..., Any], task: Any, folder: Path, name: str) -> None:
        self.make, self.task, self.folder, self.name = make, task, folder, name
        self.poisoned = False

    def answer(self, clause: Callable[[Any], Any]) -> tuple[str, str]:
        """What came, and in which words."""
        try:
            return HOLDS, clause(self) or ""
        except NotAsked as reason:
            return NOT_ASKED, str(reason)
        except Departs as how:
            return DEPARTS, str(how)
        except (concurrent.futures.TimeoutError, TimeoutError):
            self.poisoned = True
            return DEPARTS, "it never ends"
        except BaseException as error:
            return DEPARTS, told(error)

    @contextmanager
    def engine(self, **options: Any) -> Iterator[Any]:
        """An engine that is closed at the end, though nobody waits for ever for that."""
        pool = self.make(**options)
        try:
            yield pool
        finally:
            self.open()
            closing = Thread(target=pool.shutdown, daemon=True)
            closing.start()
            closing.join(LIMIT)
            self.poisoned |= closing.is_alive()

    def open(self) -> None:
        """Let the tasks end that wait at the gate."""
        (self.folder / "open").touch()

    def marks(self, name: str) -> int:
        """How many tasks have left this mark."""
        return len([*self.folder.glob(f"{name}-*")])

    def until(self, seen: Callable[[], Any]) -> None:
        """Wait until something is seen, or give up."""
        late = monotonic() + LIMIT
        while not seen():
            if monotonic() > late:
                raise TimeoutError
            sleep(0.01)

    def busy(self, pool: Any, more: int = 0) -> tuple[list[Any], list[Any]]:
        """Two tasks at the gate, which hold both workers, and more that wait behind them."""
        first = [pool.submit(self.task.gated, self.folder, name) for name in ("one", "two")]
        rest = [pool.submit(self.task.mark, self.folder, f"late{n}") for n in range(more)]
        self.until(lambda: self.marks("one") and self.marks("two"))
        return first, rest


def told(error: BaseException) -> str:
    """Type and message of an error."""
    return f"{type(error).__name__}: {error}".rstrip(": ")


def expect(seen: object, words: str) -> None:
    if not seen:
        raise Departs(words)


def goes_on(ask: Ask, pool: Any, what: BaseException) -> str:
    """Whether a pool takes another task after a future that failed."""
    said = told(what)
    try:
        pool.submit(ask.task.same, 7).result(LIMIT)
    except BrokenExecutor as error:
        raise Departs(f"{said}; then {told(error)}") from None
    return said


def claims(*modules: Any) -> dict[str, Any]:
    """The claims of modules, by name, in the order in which they stand there."""
    return {
        name: thing
        for module in modules
        for name, thing in vars(module).items()
        if callable(thing) and getattr(thing, "__module__", "") == module.__name__
    }

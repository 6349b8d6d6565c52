"""The questions find what an engine lost, and name it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from snippets.engines import ask_engine
from snippets.engines.ask_engine import QUESTIONS, answers, made


class Lossy(ThreadPoolExecutor):
    """Loses arguments of errors and their cause."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        def run() -> Any:
            try:
                return fn(*args, **kwargs)
            except Exception as error:
                raise type(error)(str(error)) from None

        return super().submit(run)


class Disordered(ThreadPoolExecutor):
    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return reversed([*super().map(fn, *iterables, **options)])


class WantsList(ThreadPoolExecutor):
    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        if not all(isinstance(each, list | range) for each in iterables):
            raise TypeError("a list, please")
        return super().map(fn, *iterables, **options)


class Caching(ThreadPoolExecutor):
    """Takes an equal call for the same one, as an engine for pure functions does."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        known = self.__dict__.setdefault("known", {})
        key = (fn, args, *kwargs.items())
        if key not in known:
            known[key] = super().submit(fn, *args, **kwargs)
        return known[key]


class OpenEnded(ThreadPoolExecutor):
    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        pass


def departs(engine: type[Executor]) -> dict[str, str]:
    with engine() as pool:
        found = answers(pool)
    assert list(found) == [question.__name__ for question in QUESTIONS]
    return {question: answer for question, answer in found.items() if answer != "holds"}


def test_the_standard_library_keeps_them() -> None:
    assert departs(made("concurrent.futures:ThreadPoolExecutor").__class__) == {}


@pytest.mark.parametrize(
    ("engine", "found"),
    [
        (Lossy, {"keeps_arguments": "departs", "keeps_cause": "departs"}),
        (Disordered, {"keeps_order": "departs", "takes_generator": "departs"}),
        (WantsList, {"takes_generator": "departs: TypeError: a list, please"}),
        (Caching, {"runs_twice": "departs"}),
        (OpenEnded, {"refuses_when_closed": "departs"}),
    ],
)
def test_what_an_engine_lost_is_named(engine: type[Executor], found: dict[str, str]) -> None:
    assert departs(engine) == found


class Silent(ThreadPoolExecutor):
    """Takes calls and never answers."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_what_no_answer_comes_to_departs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_engine, "LIMIT", 0.01)
    assert departs(Silent)["keeps_arguments"] == "departs: TimeoutError: "


def test_a_function_makes_an_engine_and_the_status_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.py").write_text(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def pool():\n    return ThreadPoolExecutor(1)\n"
        "def ill():\n    raise OSError('no such cluster')\n"
    )
    told = run(tmp_path, "mine:pool")
    assert told.returncode == 0 and told.stdout.startswith("mine:pool\n  keeps_arguments: holds")
    told = run(tmp_path, "concurrent.futures:ProcessPoolExecutor")
    assert told.returncode == 1 and "keeps_cause: departs" in told.stdout and not told.stderr
    told = run(tmp_path, "mine:ill")
    assert told.returncode == 1 and told.stderr.endswith("OSError: no such cluster\n")


def run(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ask_engine.__file__, name]
    seen = dict(os.environ, PYTHONPATH=str(folder))
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=seen)


class Fails(Executor):
    """An engine that keeps nothing: it brings no error, and takes calls after its end."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error, self.shut = error, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.error:
            raise self.error
        future = Future[Any]()
        future.set_result(None)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.shut += 1


@pytest.mark.parametrize(
    "question",
    [ask_engine.keeps_arguments, ask_engine.keeps_cause, ask_engine.refuses_when_closed],
)
def test_what_raises_nothing_departs(question: Callable[[Executor], bool]) -> None:
    """Where an error belongs."""
    assert question(Fails()) is False


def test_only_a_runtime_error_refuses() -> None:
    """Another one is a departure, which is told by its name."""
    engine = Fails(OSError("gone"))
    with pytest.raises(OSError, match="gone"):
        ask_engine.refuses_when_closed(engine)

    assert ask_engine.answers(engine)["refuses_when_closed"] == "departs: OSError: gone"


def test_whoever_stops_it_is_no_departure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The questions end, and the engine is shut down."""
    engine = Fails(KeyboardInterrupt())
    monkeypatch.setattr(ask_engine, "made", lambda name: engine)
    monkeypatch.setattr(ask_engine.signal, "signal", lambda *words: None)
    monkeypatch.setattr(ask_engine.sys, "argv", ["ask_engine.py", "some:Engine"])
    with pytest.raises(KeyboardInterrupt):
        ask_engine.main()

    assert engine.shut == 1


def test_a_signal_ends_it_with_its_number() -> None:
    """As a shell would tell it."""
    with pytest.raises(SystemExit) as ended:
        ask_engine.leave(15, None)

    assert ended.value.code == 143

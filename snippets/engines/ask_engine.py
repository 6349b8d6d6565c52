# /// script
# [tool.sample]
# status = 1
# [tool.sample.spared]
# grow = "each question is asked once, whatever the engine"
# unbuildable = "breaks the pool: the answers show BrokenProcessPool"
# ///
"""Ask an engine what it keeps of an Executor's promises, before it
takes the place of another: name its class, as in `module:Class`."""

import argparse
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from importlib import import_module
from uuid import uuid4

LIMIT = 60.0  # seconds that one answer may take


def fail(amount: int, *, key: str) -> None:
    raise ValueError(f"till {key}", amount) from KeyError(key)


def keeps_arguments(engine: Executor) -> bool:
    """An error has its type and arguments; `key` is a free name."""
    try:
        engine.submit(fail, 7, key="a").result(LIMIT)
    except ValueError as error:
        return error.args == ("till a", 7)
    return False


def keeps_cause(engine: Executor) -> bool:
    """What an error was raised from comes with it."""
    try:
        engine.submit(fail, 7, key="a").result(LIMIT)
    except ValueError as error:
        return isinstance(error.__cause__, KeyError)
    return False


def keeps_order(engine: Executor) -> bool:
    """What `map` brings is in the order of the items."""
    return [*engine.map(abs, range(-8, 0), timeout=LIMIT)] == [
        *range(8, 0, -1)
    ]


def takes_generator(engine: Executor) -> bool:
    """`map` takes any iterable, a generator too."""
    items = (-each for each in range(3))
    return [*engine.map(abs, items, timeout=LIMIT)] == [0, 1, 2]


def runs_twice(engine: Executor) -> bool:
    """The same call twice is two runs."""
    one, two = engine.submit(uuid4), engine.submit(uuid4)
    return bool(one.result(LIMIT) != two.result(LIMIT))


def refuses_when_closed(engine: Executor) -> bool:
    """After `shutdown` no call is taken; so this comes last."""
    engine.shutdown()
    try:
        engine.submit(abs, 1)
    except RuntimeError:
        return True
    return False


QUESTIONS: tuple[Callable[[Executor], bool], ...] = (
    keeps_arguments,
    keeps_cause,
    keeps_order,
    takes_generator,
    runs_twice,
    refuses_when_closed,
)


def answers(engine: Executor) -> dict[str, str]:
    """For each question: holds, or departs and how."""
    found = {}
    for question in QUESTIONS:
        try:
            found[question.__name__] = (
                "holds" if question(engine) else "departs"
            )
        except Exception as error:
            said = f"departs: {type(error).__name__}: {error}"
            found[question.__name__] = said
    return found


def made(name: str) -> Executor:
    """The engine that a module and a class or function name."""
    module, _, maker = name.partition(":")
    engine: Executor = getattr(import_module(module), maker)()
    return engine


def leave(number: int, _: object) -> None:
    sys.exit(128 + number)


def main() -> None:
    signal.signal(signal.SIGTERM, leave)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", nargs="+", help="as module:Class")
    departs = False
    for name in parser.parse_args().engine:
        print(name)
        with made(name) as engine:
            for question, answer in answers(engine).items():
                print(f"  {question}: {answer}")
                departs |= answer != "holds"
    sys.exit(departs)


if __name__ == "__main__":
    main()

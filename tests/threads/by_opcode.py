"""Runs the threads of a small program, unchanged, an instruction of the interpreter at a time.

It knows nothing of accesses, so it can hold `all_orders` to account: whatever end
it sees by changing threads between any two instructions has to be one that is found.
"""

from __future__ import annotations

import builtins
import io
import itertools
import sys
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import Any

LIMIT = 60


class Hand:
    """Lets two functions go by turns: one stops after so many instructions of its own."""

    def __init__(self, first: int, second: int) -> None:
        self.left = [first, second]
        self.gates = [threading.Semaphore(0), threading.Semaphore(0)]
        self.ended = [False, False]
        self.steps = [0, 0]

    def trace(self, number: int) -> Callable[..., Any]:
        """What `sys.settrace` is given in the thread `number`."""

        def seen(frame: types.FrameType, event: str, _: object) -> Any:
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            if event == "opcode":
                self.steps[number] += 1
                if self.left[number] == 0:
                    self.pass_on(number)
                self.left[number] -= 1
            return seen

        return seen

    def pass_on(self, number: int) -> None:
        """Let the other one go, and wait for it."""
        other = 1 - number
        if not self.ended[other]:
            self.gates[other].release()
            assert self.gates[number].acquire(timeout=LIMIT)

    def run(self, calls: list[Callable[[], object]]) -> None:
        """The first goes first; whoever ends lets the other one go on."""

        def body(number: int) -> None:
            assert self.gates[number].acquire(timeout=LIMIT)
            sys.settrace(self.trace(number))
            try:
                calls[number]()
            finally:
                sys.settrace(None)
                self.ended[number] = True
                self.gates[1 - number].release()

        threads = [threading.Thread(target=body, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        self.gates[0].release()
        for thread in threads:
            thread.join(timeout=LIMIT)
            assert not thread.is_alive()


def once(source: str, first: int, second: int) -> tuple[str, list[int]]:
    """What a program of two threads prints, and how many instructions each took."""
    calls: list[Callable[[], object]] = []
    hand = Hand(first, second)

    class Thread:
        def __init__(self, target: Callable[[], object]) -> None:
            self.target = target

        def start(self) -> None:
            calls.append(self.target)

        def join(self) -> None:
            if len(calls) == 2:
                hand.run(calls)
                calls.clear()

    stand = types.ModuleType("threading")
    stand.__dict__.update(vars(threading), Thread=Thread)

    def load(name: str, *rest: Any) -> Any:
        return stand if name == "threading" else builtins.__import__(name, *rest)

    space: dict[str, Any] = {"__builtins__": {**vars(builtins), "__import__": load}}
    exec(compile(source, "made.py", "exec"), space)
    with redirect_stdout(io.StringIO()) as out:
        space["main"]()
    return out.getvalue().rstrip("\n"), hand.steps


def ends(source: str) -> Iterator[str]:
    """The ends of a program whose threads change twice, at each pair of instructions."""
    _, (most, others) = once(source, 10**9, 10**9)
    for first, second in itertools.product(range(most + 1), range(others + 1)):
        yield once(source, first, second)[0]

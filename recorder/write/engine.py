"""Where runs go that stand side by side: to threads of this machine, or to an engine that is given.

An engine is a function that makes an executor, such as ``concurrent.futures:ThreadPoolExecutor``,
and none is known here.  What is handed to it is a function of a module with arguments that can
travel, so that it may work in another process or on another machine.
"""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module

from shelf.contract import UnknownEngine


def engine_of(name: str) -> AbstractContextManager[Executor | None]:
    """The executor that the function ``module:function`` makes; None where none is named."""
    if not name:
        return nullcontext()
    module, _, function = name.partition(":")
    try:
        make = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise UnknownEngine(
            f"there is no engine {name!r} ({error})",
            cure="name a function that makes an executor, as module:function",
        ) from None
    made: AbstractContextManager[Executor] = make()
    return made


def lent(given: Executor | None, threads: int) -> AbstractContextManager[Executor]:
    """The engine that was given, which stays open afterwards, or so many threads."""
    return nullcontext(given) if given else ThreadPoolExecutor(threads)

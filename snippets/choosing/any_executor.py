"""Code that is written for an Executor takes any engine that is one;
this one of our own runs each task on the spot."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class OnTheSpot(Executor):
    def submit(
        self, fn: Callable[..., T], /, *args: Any, **kwargs: Any
    ) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def total_length(words: list[str], engine: Executor) -> int:
    return sum(engine.map(len, words))


def main() -> None:
    with ThreadPoolExecutor() as pool:
        for engine in (pool, OnTheSpot()):
            total = total_length(["bread", "milk"], engine)
            print(type(engine).__name__, total)


if __name__ == "__main__":
    main()

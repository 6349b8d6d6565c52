# /// script
# [tool.sample]
# status = 1
# ///
"""The excepthook of threading is asked about an error in a thread, and
not about one in a pool's task."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import ExceptHookArgs, Thread

told: list[str] = []


def tell(error: ExceptHookArgs) -> None:
    told.append(str(error.exc_value))


def fail(where: str) -> None:
    raise ValueError(f"an error in {where}")


def main() -> None:
    threading.excepthook = tell
    thread = Thread(target=fail, args=("a thread",))
    thread.start()
    thread.join()
    with ThreadPoolExecutor() as pool:
        task = pool.submit(fail, "a pool")
    print("the hook was told of:", *told)
    print("the future keeps:", task.exception())
    sys.exit(1 if told or task.exception() else 0)


if __name__ == "__main__":
    main()

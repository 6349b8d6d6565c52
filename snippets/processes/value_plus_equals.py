# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The lock of a `Value`, held around reading and writing, keeps both
deposits."""

import sys
from multiprocessing import Process, Value, sharedctypes


def deposit(balance: "sharedctypes.Synchronized[int]") -> None:
    lock = balance.get_lock()
    if not lock.acquire(timeout=10):
        raise TimeoutError("the holder of the lock is gone")
    try:
        balance.value += 10
    finally:
        lock.release()


def main() -> None:
    balance = Value("i", 0)
    clerks = [Process(target=deposit, args=(balance,)) for _ in "ab"]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    if any(clerk.exitcode for clerk in clerks):
        sys.exit("a clerk did not end well")
    print("two deposits of 10 leave", balance.value)


if __name__ == "__main__":
    main()

# /// script
# [tool.sample]
# arranged = "one thread waits while the other crashes"
# use = "executors/crash_in_interpreter"
# expect = "killed"
# signal = "SIGABRT"
# systems = ["linux", "macos"]
# [tool.sample.spared]
# raise = "the abort ends it before an error is shown"
# ///
"""A thread that crashes the interpreter ends every other thread of the
process too."""

import os
from threading import Event, Thread


def bake(bell: Event) -> None:
    if bell.wait(10):  # arranged
        print("the bread is ready")


def crash() -> None:
    os.abort()  # stands for a crash in an extension written in C


def main() -> None:
    bell = Event()
    baker = Thread(target=bake, args=(bell,))
    baker.start()
    print("the bread is in the oven", flush=True)
    crasher = Thread(target=crash)
    crasher.start()
    crasher.join()
    bell.set()  # arranged
    baker.join()
    print("the bakery closes")


if __name__ == "__main__":
    main()

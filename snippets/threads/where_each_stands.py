# /// script
# [tool.sample]
# arranged = "both cooks wait when the main thread looks"
# use = "threads/say_where"
# ///
"""The main thread asks for the stack of every thread, and finds the two
that wait, each by its name and with the function in which it stands."""

import sys
from threading import Event, Semaphore, Thread, enumerate

COOKS = ("Ada", "Bob")

delivered, waiting, done = Event(), Semaphore(0), list[bool]()


def wait_for_flour() -> None:
    waiting.release()  # arranged
    done.append(delivered.wait(10))


def stack(thread: Thread) -> list[str]:
    frame = sys._current_frames().get(thread.ident or 0)
    names = []
    while frame:
        if frame.f_globals["__name__"] == __name__:
            names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def main() -> None:
    cooks = [Thread(target=wait_for_flour, name=n) for n in COOKS]
    try:
        for cook in cooks:
            cook.start()
            waiting.acquire(timeout=10)  # arranged
        for thread in sorted(enumerate(), key=lambda one: one.name):
            print(f"{thread.name}:", " < ".join(stack(thread)))
    finally:
        delivered.set()
    for cook in cooks:
        cook.join()
    if len(done) < len(cooks):
        sys.exit("a cook failed")


if __name__ == "__main__":
    main()

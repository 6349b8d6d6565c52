# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: cannot set daemon status of active thread"
# ///
"""A thread that runs cannot become a daemon any more."""

from threading import Event, Thread


def main() -> None:
    stop = Event()
    clock = Thread(target=stop.wait, args=(10,))
    try:
        clock.start()
        clock.daemon = True
    finally:
        stop.set()
        clock.join(10)


if __name__ == "__main__":
    main()

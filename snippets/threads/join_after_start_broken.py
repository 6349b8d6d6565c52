# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: cannot join thread before it is started"
# ///
"""A thread that was never started cannot be joined."""

from threading import Thread


def main() -> None:
    cook = Thread(target=print, args=("soup is ready",))
    cook.join()
    cook.start()


if __name__ == "__main__":
    main()

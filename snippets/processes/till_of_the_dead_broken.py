# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A lock whose holder was killed stays taken."""

from multiprocessing import Event, Lock, Process, synchronize


def count(
    till: synchronize.Lock,
    counting: synchronize.Event,
    closing: synchronize.Event,
) -> None:
    with till:
        counting.set()
        closing.wait()


def main() -> None:
    till, counting, closing = Lock(), Event(), Event()
    cashier = Process(target=count, args=(till, counting, closing))
    cashier.start()
    counting.wait()
    cashier.kill()
    cashier.join()
    with till:
        print("the till is free")


if __name__ == "__main__":
    main()

# /// script
# [tool.sample]
# gil = true
# ///
"""With the GIL a loop of bare += comes out right without a lock, by
luck of where the interpreter lets the other thread in."""

from threading import Barrier, Thread


class Counter:
    value = 0

    def count(self, meeting: Barrier) -> None:
        meeting.wait()  # both threads count at the same time
        for _ in range(100_000):
            self.value += 1


def comes_out_right() -> bool:
    counter, meeting = Counter(), Barrier(2)
    threads = [
        Thread(target=counter.count, args=(meeting,)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value == 200_000


def main() -> None:
    right = all(comes_out_right() for _ in range(20))
    print("right every time:", right)


if __name__ == "__main__":
    main()

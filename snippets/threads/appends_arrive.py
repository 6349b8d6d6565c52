"""Four threads append to one list at once and every item arrives,
with the GIL and without it."""

from threading import Barrier, Thread


def pick(basket: list[str], meeting: Barrier) -> None:
    meeting.wait()  # all four begin together
    for _ in range(10_000):
        basket.append("apple")


def main() -> None:
    basket: list[str] = []
    meeting = Barrier(4)
    threads = [
        Thread(target=pick, args=(basket, meeting)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("apples picked:", len(basket))


if __name__ == "__main__":
    main()

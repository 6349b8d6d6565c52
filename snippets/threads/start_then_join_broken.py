# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A join directly after each start waits for the first friend before
the second one has set out."""

from threading import Barrier, Thread


def meet(cafe: Barrier, came: list[str], friend: str) -> None:
    cafe.wait()  # nobody leaves before both are there
    came.append(friend)


def main() -> None:
    cafe = Barrier(2)
    came: list[str] = []
    threads = [
        Thread(target=meet, args=(cafe, came, friend))
        for friend in ("Ada", "Grace")
    ]
    print("two friends want to meet")
    for thread in threads:
        thread.start()
        thread.join()
    print("met:", sorted(came))


if __name__ == "__main__":
    main()

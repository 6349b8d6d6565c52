"""Both friends set out before anybody waits for one of them, so they
meet."""

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
    for thread in threads:
        thread.join()
    print("met:", sorted(came))


if __name__ == "__main__":
    main()

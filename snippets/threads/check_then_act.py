"""Looking and booking in one call of setdefault gives the room to one
guest."""

from threading import Barrier, Thread


def book(
    guest: str, plan: dict[int, str], meeting: Barrier, got: list[str]
) -> None:
    meeting.wait()  # both are about to book
    if plan.setdefault(7, guest) == guest:
        got.append(guest)


def main() -> None:
    plan: dict[int, str] = {}
    meeting = Barrier(2)
    got: list[str] = []
    threads = [
        Thread(target=book, args=(guest, plan, meeting, got))
        for guest in ("Ada", "Grace")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("guests who got room 7:", len(got))


if __name__ == "__main__":
    main()

"""Two guests both find the room free before either books it, so both
get it."""

from threading import Barrier, Thread


def book(
    guest: str, plan: dict[int, str], meeting: Barrier, got: list[str]
) -> None:
    if 7 not in plan:
        meeting.wait()  # both have looked, neither has booked
        plan[7] = guest
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

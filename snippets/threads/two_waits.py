"""Two threads of one process wait at once: the barrier opens only
while both of them stand at it."""

from os import getpid
from threading import Barrier, Thread, get_native_id


def fetch(
    page: str, meeting: Barrier, log: list[tuple[str, int, int]]
) -> None:
    meeting.wait()  # stands for a wait, and ends only for two at once
    log.append((page, getpid(), get_native_id()))


def main() -> None:
    meeting = Barrier(2)
    log: list[tuple[str, int, int]] = []
    threads = [
        Thread(target=fetch, args=(page, meeting, log))
        for page in ("news", "weather")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("fetched:", sorted(page for page, _, _ in log))
    print("processes:", len({process for _, process, _ in log}))
    print("threads of the system:", len({thread for *_, thread in log}))


if __name__ == "__main__":
    main()

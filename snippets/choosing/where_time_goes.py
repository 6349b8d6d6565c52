"""The clock names the part that takes the time, CPU time the part that
computes; where the two differ, the job waits."""

from collections.abc import Callable
from time import perf_counter, process_time, sleep


def download() -> bytes:
    sleep(0.5)  # stands for the wait for a server
    return bytes(200_000)


def brighten(photo: bytes) -> bytes:
    return bytes((light + 40) % 256 for light in photo)


def longer_part(timer: Callable[[], float]) -> str:
    start = timer()
    photo = download()
    middle = timer()
    brighten(photo)
    end = timer()
    return "download" if middle - start > end - middle else "brighten"


def main() -> None:
    print("longer by the clock:", longer_part(perf_counter))
    print("longer by CPU time: ", longer_part(process_time))


if __name__ == "__main__":
    main()

"""Two workers of a server have a dict each, so a job that one has noted
is unknown to the other."""

from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack

JOBS: dict[int, str] = {}


def post(number: int) -> str:
    JOBS[number] = "accepted"
    return "202"


def get(number: int) -> str:
    return JOBS.get(number, "404")


def main() -> None:
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(ProcessPoolExecutor(1))
            for _ in range(2)
        )
        print("POST to the first:", first.submit(post, 17).result())
        print("GET from the first:", first.submit(get, 17).result())
        print("GET from the second:", second.submit(get, 17).result())


if __name__ == "__main__":
    main()

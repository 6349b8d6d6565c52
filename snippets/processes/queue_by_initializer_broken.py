"""A queue of multiprocessing cannot travel as an argument to a pool."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Queue, queues


def send(letter: str, box: "queues.Queue[str]") -> None:
    box.put(letter)


def main() -> None:
    box: queues.Queue[str] = Queue()
    with ProcessPoolExecutor(max_workers=1) as pool:
        sent = pool.submit(send, "to Ada", box)
        problem = sent.exception()
    print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()

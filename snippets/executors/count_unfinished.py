"""What came in time is kept, and what did not is counted."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

go = Event()


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        calls = [pool.submit(go.wait, 10) for _ in range(2)]
        try:
            done, late = wait(calls, timeout=0.1)
            print("done:", len(done), "late:", len(late))
        finally:
            go.set()


if __name__ == "__main__":
    main()

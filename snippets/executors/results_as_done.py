# /// script
# [tool.sample]
# arranged = "the big file waits until the small one is reported"
# use = "executors/report_progress"
# ///
"""With as_completed, a result comes while a slower task still runs."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

small_reported = Event()


def load(file: str) -> str:
    if file == "big" and not small_reported.wait(10):  # arranged
        raise TimeoutError("nobody reported the small file")
    return file.upper()


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        files = ["big", "small"]
        loads = [pool.submit(load, file) for file in files]
        for done in as_completed(loads):
            big = "done" if loads[0].done() else "still loading"
            print(f"{done.result()} loaded, big {big}")
            small_reported.set()  # arranged


if __name__ == "__main__":
    main()

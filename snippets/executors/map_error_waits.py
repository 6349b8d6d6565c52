# /// script
# [tool.sample]
# arranged = "the first task ends when all others have"
# use = "executors/stop_at_first_error"
# ///
"""While a loop over map waits for a slow first task, an error behind it
stops nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

LAST = 99
last_done = Event()
ran: list[int] = []
errors: list[BaseException] = []


def check(page: int) -> None:
    try:
        if page == 0:
            last_done.wait(10)  # arranged
        if page == 1:
            raise ValueError("page 1 is torn")
        ran.append(page)
        if page == LAST:
            last_done.set()  # arranged
    except BaseException as error:
        errors.append(error)
        raise


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        try:
            list(pool.map(check, range(LAST + 1)))
        except ValueError as error:
            print("error:", error)
    print("checked all the same:", len(ran))
    if len(errors) > 1:  # and map tells of one
        raise BaseExceptionGroup("not checked", errors)


if __name__ == "__main__":
    main()

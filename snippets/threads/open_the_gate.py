"""An Event stays set, so a thread that comes late does not wait, and
neither does one that came before."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

LIMIT = 10


def answer(request: str, loaded: Event) -> str:
    if not loaded.wait(LIMIT):
        raise TimeoutError("the settings were not loaded")
    return f"answered: {request}"


def main() -> None:
    loaded = Event()
    with ThreadPoolExecutor() as pool:
        early = pool.submit(answer, "the early request", loaded)
        print("answered before that:", early.done())
        loaded.set()
        late = pool.submit(answer, "the late request", loaded)
    print(early.result())
    print(late.result())


if __name__ == "__main__":
    main()

"""What is printed into a file is written in blocks, and the line of
another process gets into the middle of one."""

from multiprocessing import Event, Process, synchronize
from pathlib import Path
from tempfile import TemporaryDirectory

BREAD = "one pound of bread"
CLOSED = "the bakery closes"


def sell(log: Path, *waits: synchronize.Event) -> None:
    written, resume = waits
    with log.open("a") as file:
        while not log.stat().st_size:
            print("sold", BREAD, file=file)
        written.set()
        resume.wait()


def main() -> None:
    written, resume = Event(), Event()
    with TemporaryDirectory() as folder:
        log = Path(folder, "bakery.log")
        clerk = Process(target=sell, args=(log, written, resume))
        clerk.start()
        written.wait()
        with log.open("a") as file:
            print(CLOSED, file=file)
        resume.set()
        clerk.join()
        lines = log.read_text().splitlines()
    whole = f"sold {BREAD}", CLOSED
    cut = [line for line in lines if line not in whole]
    print("lines that are cut:", len(cut))


if __name__ == "__main__":
    main()

"""What is printed into a file is written in blocks, and the line of
another process gets into the middle of one."""

from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

GOODS = "one pound of bread"
CLOSED = "the shop closes"


def sell(log: Path, line: Connection) -> None:
    with log.open("a") as file:
        while not log.stat().st_size:
            print("sold", GOODS, file=file)
        line.send("written")
        line.poll(timeout=10)


def main() -> None:
    ours, theirs = Pipe()
    with TemporaryDirectory() as folder, ours:
        log = Path(folder, "shop.log")
        clerk = Process(target=sell, args=(log, theirs))
        clerk.start()
        theirs.close()
        ours.recv()
        with log.open("a") as file:
            print(CLOSED, file=file)
        ours.send("go on")
        clerk.join()
        lines = log.read_text().splitlines()
    whole = f"sold {GOODS}", CLOSED
    cut = [line for line in lines if line not in whole]
    print("lines that are cut:", len(cut))


if __name__ == "__main__":
    main()

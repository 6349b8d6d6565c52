# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""A worker that waits for its parent's end too ends with it."""

from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait


def work(line: Connection) -> None:
    parent = parent_process()
    assert parent is not None
    line.send("at work")
    while parent.sentinel not in wait([line, parent.sentinel]):
        line.recv()


def run_shop(line: Connection) -> None:
    worker = Process(target=work, args=(line,))
    worker.start()
    line.close()
    worker.join()


def main() -> None:
    ours, theirs = Pipe()
    shop = Process(target=run_shop, args=(theirs,))
    shop.start()
    theirs.close()
    print("the worker is", ours.recv())
    shop.kill()
    shop.join()
    try:
        ours.recv()
    except EOFError:
        print("the shop is gone, the worker too")


if __name__ == "__main__":
    main()

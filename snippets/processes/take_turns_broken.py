# /// script
# [tool.sample]
# expect = "hang"
# ///
"""Two processes that both send much before they receive wait for each
other for ever."""

from multiprocessing import Pipe, Process, connection

SIZE = 300_000


def check(link: connection.Connection) -> None:
    link.send(bytes(SIZE))
    page: bytes = link.recv()
    print("kilobytes for the child:", len(page) // 1000)


def main() -> None:
    ours, theirs = Pipe()
    child = Process(target=check, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    ours.send(bytes(SIZE))
    answer: bytes = ours.recv()
    child.join()
    print("kilobytes for the parent:", len(answer) // 1000)


if __name__ == "__main__":
    main()

# /// script
# [tool.sample]
# expect = "error"
# error = "EOFError"
# systems = ["linux", "macos"]
# ///
"""A reader that asks once more than was sent finds the pipe at its
end."""

from multiprocessing import Pipe, Process, connection

PAGES = ["first page", "second page"]


def send(pages: list[str], sender: connection.Connection) -> None:
    for page in pages:
        sender.send(page)


def main() -> None:
    receiver, sender = Pipe(duplex=False)
    child = Process(target=send, args=(PAGES, sender), daemon=True)
    child.start()
    sender.close()
    for _ in range(3):
        print("got the", receiver.recv())
    child.join()


if __name__ == "__main__":
    main()

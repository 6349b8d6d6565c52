# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A reader that keeps its own copy of the other end never sees the end
of the pipe."""

from multiprocessing import Pipe, Process, connection

PAGES = ["red fish", "one fish two fish"]


def count_words(
    pages: list[str], sender: connection.Connection
) -> None:
    for page in pages:
        sender.send(f"{page}: {len(page.split())}")


def main() -> None:
    receiver, sender = Pipe(duplex=False)
    child = Process(
        target=count_words, args=(PAGES, sender), daemon=True
    )
    child.start()
    try:
        while True:
            print("got", receiver.recv())
    except EOFError:
        print("no more comes")
    child.join()


if __name__ == "__main__":
    main()

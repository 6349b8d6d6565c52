# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A reader that keeps its own copy of the other end never sees the end
of the pipe."""

from multiprocessing import Pipe, Process, connection


def bake(sender: connection.Connection) -> None:
    for loaf in ("white bread", "rye bread"):
        sender.send(loaf)


def main() -> None:
    receiver, sender = Pipe(duplex=False)
    baker = Process(target=bake, args=(sender,))
    baker.start()
    try:
        while True:
            print("got", receiver.recv())
    except EOFError:
        print("the baker is done")
    baker.join()


if __name__ == "__main__":
    main()

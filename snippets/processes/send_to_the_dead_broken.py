# /// script
# [tool.sample]
# expect = "error"
# error = "BrokenPipeError: [Errno 32] Broken pipe"
# systems = ["linux", "macos"]
# ///
"""Nobody can send to a process that has ended."""

from multiprocessing import Pipe, Process, connection


def read_one(receiver: connection.Connection) -> None:
    print("got the", receiver.recv())


def main() -> None:
    receiver, sender = Pipe(duplex=False)
    child = Process(target=read_one, args=(receiver,), daemon=True)
    child.start()
    receiver.close()
    sender.send("first page")
    child.join()
    sender.send("second page")


if __name__ == "__main__":
    main()

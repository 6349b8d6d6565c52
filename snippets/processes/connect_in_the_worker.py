# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Each worker opens a connection of its own when it begins, so every
answer reaches the one who asked."""

from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Client, Connection, Listener
from threading import Thread

ITEMS = ["tea", "milk", "salt"]
link: Connection


def set_up(address: str) -> None:
    global link
    link = Client(address)


def ask(item: str) -> str:
    link.send(item)
    assert link.poll(5), "no answer"
    return f"{item}: {link.recv()}"


def answer(own: Connection) -> None:
    with own, suppress(EOFError, OSError):
        while True:
            own.send(f"the price of {own.recv()}")


def serve(server: Listener) -> None:
    with server, suppress(OSError):
        while True:
            Thread(target=answer, args=[server.accept()]).start()


def main() -> None:
    with Listener() as server:
        spawn, address = get_context("spawn"), str(server.address)
        with ProcessPoolExecutor(2, spawn, set_up, (address,)) as pool:
            Thread(target=serve, args=[server], daemon=True).start()
            print(*pool.map(ask, ITEMS), sep="\n")


if __name__ == "__main__":
    main()

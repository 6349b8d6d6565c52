# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""Two forked workers share one connection, and each of them reads the
answer to the question of the other."""

from multiprocessing import get_context
from multiprocessing.connection import Client, Connection, Listener
from multiprocessing.synchronize import Event

FORK = get_context("fork")


def ask(item: str, link: Connection, go: Event, gone: Event) -> None:
    link.send(item)
    gone.set()  # arranged
    go.wait(10)  # arranged
    print(f"{item}:", link.recv())


def main() -> None:
    with Listener() as server, Client(server.address) as link:
        own, asked, read = server.accept(), FORK.Event(), FORK.Event()
        tea = FORK.Process(target=ask, args=("tea", link, read, asked))
        tea.start()
        asked.wait(10)  # arranged
        args = ("milk", link, asked, asked)
        milk = FORK.Process(target=ask, args=args)
        milk.start()
        for _ in range(2):
            own.send(f"the price of {own.recv()}")
        milk.join()
        read.set()  # arranged
        tea.join()


if __name__ == "__main__":
    main()

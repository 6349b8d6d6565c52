"""Client and listener have one key."""

import signal
import sys
from multiprocessing.connection import Client, Listener
from threading import Thread


def serve(server: Listener) -> None:
    server.accept().close()


def call(server: Listener, said: list[str]) -> None:
    Client(server.address, authkey=b"tea").close()
    said.append("let in")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    said: list[str] = []
    with Listener(authkey=b"tea") as server:
        Thread(target=serve, args=(server,), daemon=True).start()
        caller = Thread(target=call, args=(server, said), daemon=True)
        caller.start()
        caller.join(timeout=10)
    print(*said)
    sys.exit(not said)


if __name__ == "__main__":
    main()

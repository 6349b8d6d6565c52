# /// script
# [tool.sample]
# expect = "error"
# error = "AuthenticationError"
# ///
"""Client and listener have different keys."""

from multiprocessing.connection import Client, Listener
from threading import Thread


def serve(server: Listener) -> None:
    try:
        server.accept().close()
    except Exception:
        server.close()


def main() -> None:
    with Listener(authkey=b"tea") as server:
        waiter = Thread(target=serve, args=(server,))
        waiter.start()
        try:
            Client(server.address, authkey=b"milk").close()
        finally:
            waiter.join(10)


if __name__ == "__main__":
    main()

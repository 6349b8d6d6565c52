"""What the page on inherited ports, handlers and pipes says besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="it forks, and errors have names")


def test_who_holds_a_port_of_the_parent(printed: Callable[[str], str]) -> None:
    """A forked child, unless it closes the socket; nobody else, and SO_REUSEADDR is set."""
    said = printed("""
        import socket
        import subprocess
        import sys
        from multiprocessing import Pipe, get_context

        def work(line, close=None):
            if close is not None:
                close.close()
            line.send("runs")
            line.poll(None)

        def listen(port=0):
            server = socket.create_server(("127.0.0.1", port))
            assert server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
            return server, server.getsockname()[1]

        def taken(port):
            try:
                listen(port)[0].close()
            except OSError as error:
                return str(error).split("(")[0].strip()
            return "free"

        if __name__ == "__main__":
            for method in "fork", "fork and close", "spawn", "forkserver":
                server, port = listen()
                ours, theirs = Pipe()
                args = (theirs, server) if "close" in method else (theirs,)
                child = get_context(method.split()[0]).Process(target=work, args=args)
                child.start()
                ours.recv()
                server.close()
                print(method, taken(port))
                ours.send("go")
                child.join(60)
                print(taken(port))
            server, port = listen()
            with subprocess.Popen(["cat"], stdin=subprocess.PIPE):
                server.close()
                print("subprocess", taken(port))
            server, port = listen()
            ours, theirs = Pipe()
            children = [get_context("fork").Process(target=work, args=(theirs,)) for _ in "ab"]
            server.close()
            for child in children:
                child.start()
                ours.recv()
            print("before", taken(port))
            for child in children:
                ours.send("go")
                child.join(60)
    """)

    assert said.split("\n")[:-1] == [
        "fork [Errno 98] Address already in use", "free",
        "fork and close free", "free",
        "spawn free", "free",
        "forkserver free", "free",
        "subprocess free",
        "before free",
    ]  # fmt: skip


def test_reuseport_shares_the_connections_with_the_old_process(
    printed: Callable[[str], str],
) -> None:
    """Two may listen then, and what goes to the one that does not accept waits in vain."""
    said = printed("""
        import socket

        def listen(port=0):
            server = socket.socket()
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            server.bind(("127.0.0.1", port))
            server.listen(100)
            return server

        old = listen()
        new = listen(old.getsockname()[1])
        clients = [socket.create_connection(new.getsockname()) for _ in range(60)]
        new.setblocking(False)
        served = 0
        try:
            while True:
                new.accept()
                served += 1
        except BlockingIOError:
            print(0 < served < 60)
    """)

    assert said == "True\n"


HANDLERS = """
        import os
        import signal
        import time
        from multiprocessing import Pipe, get_context

        MAIN = os.getpid()

        def clean_up(number, frame):
            if os.getpid() != MAIN:
                os.write(1, b"handler in the child\\n")

        def name(number):
            now = signal.getsignal(number)
            return getattr(now, "__name__", getattr(now, "name", now))

        def work(line, reset):
            if reset:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
            line.send([name(signal.SIGTERM), name(signal.SIGINT), name(signal.SIGUSR1)])
            line.poll(1 if not reset and name(signal.SIGTERM) == "clean_up" else 60)

        def told(method, reset=False):
            ours, theirs = Pipe()
            child = get_context(method).Process(target=work, args=(theirs, reset))
            child.start()
            said = ours.recv()
            child.terminate()
            child.join(60)
            print(method, *said, child.exitcode, flush=True)
"""


def test_which_handlers_a_child_has(printed: Callable[[str], str]) -> None:
    """A forked one its parent's, which `terminate()` calls; others Python's."""
    said = printed(f"""{HANDLERS}
        if __name__ == "__main__":
            told("forkserver")  # the server is there before the handlers
            signal.signal(signal.SIGTERM, clean_up)
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)
            for method in "fork", "spawn", "forkserver":
                told(method)
            told("fork", reset=True)
    """)

    assert said.split("\n")[:-1] == [
        "forkserver SIG_DFL default_int_handler SIG_DFL -15",
        "handler in the child",
        "fork clean_up default_int_handler SIG_IGN 0",
        "spawn SIG_DFL default_int_handler SIG_IGN -15",
        "forkserver SIG_DFL default_int_handler SIG_DFL -15",
        "fork SIG_DFL default_int_handler SIG_IGN -15",
    ]


def test_a_handler_from_the_top_of_the_file_is_in_each_child(printed: Callable[[str], str]) -> None:
    """Each imports the file, or is forked from a server that did."""
    said = printed(f"""{HANDLERS}
        signal.signal(signal.SIGUSR2, clean_up)

        def tell(line):
            line.send(name(signal.SIGUSR2))

        if __name__ == "__main__":
            for method in "fork", "spawn", "forkserver":
                ours, theirs = Pipe()
                child = get_context(method).Process(target=tell, args=(theirs,))
                child.start()
                print(method, ours.recv())
                child.join(60)
    """)

    assert said == "fork clean_up\nspawn clean_up\nforkserver clean_up\n"


def test_a_pool_hands_the_handler_to_workers_that_it_starts_later(
    printed: Callable[[str], str],
) -> None:
    """Those that were there before it was installed do not have it."""
    said = printed(f"""{HANDLERS}
        def ask(_):
            return name(signal.SIGTERM)

        if __name__ == "__main__":
            pool = get_context("fork").Pool(1, maxtasksperchild=1)
            signal.signal(signal.SIGTERM, clean_up)
            print([pool.apply(ask, [n]) for n in range(3)])
            pool.close()
            pool.join()
    """)

    assert said == "['SIG_DFL', 'clean_up', 'clean_up']\n"


def test_when_the_end_of_a_pipe_is_seen(printed: Callable[[str], str]) -> None:
    """A forked child has both ends, and those of its elder siblings; a spawned one what it got."""
    said = printed("""
        from multiprocessing import Pipe, get_context
        from multiprocessing.connection import wait

        def stay(line):
            line.poll(None)

        def send(sender):
            sender.send("bread")

        def ended(method):
            context = get_context(method)
            receiver, sender = Pipe(duplex=False)
            ours, theirs = Pipe()
            first = context.Process(target=send, args=(sender,))
            first.start()
            later = context.Process(target=stay, args=(theirs,))
            later.start()
            sender.close()
            assert receiver.recv() == "bread"
            gone = wait([first.sentinel], 60) == [first.sentinel]
            first.join(60)
            seen = receiver.poll(0.3)  # there is an end, or somebody holds the other one
            print(method, seen, gone)
            ours.send("go")
            later.join(60)
            try:
                receiver.recv()
            except EOFError:
                print("EOFError")

        if __name__ == "__main__":
            for method in "fork", "spawn", "forkserver":
                ended(method)
    """)

    assert said.split("\n")[:-1] == [
        "fork False True", "EOFError",
        "spawn True True", "EOFError",
        "forkserver True True", "EOFError",
    ]  # fmt: skip


def test_what_a_file_had_not_written_is_copied(printed: Callable[[str], str]) -> None:
    """A forked child that writes or flushes it writes it once more; flushed before, it does not."""
    said = printed("""
        from multiprocessing import get_context
        from pathlib import Path

        for flushed in False, True:
            with open("notes", "w") as notes:
                notes.write("bread ")
                if flushed:
                    notes.flush()
                child = get_context("fork").Process(target=notes.flush)
                child.start()
                child.join(60)
            print(Path("notes").read_text())
    """)

    assert said == "bread bread \nbread \n"

"""What the page on stopping says of orphans, and that on shared memory of a manager."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="it kills, and asks by prctl")

ORPHANS = """
        import ctypes
        import os
        import signal
        from multiprocessing import Pipe, get_context, parent_process
        from threading import Event, Thread

        def leave_with_the_parent():
            parent_process().join()
            os._exit(1)

        def watch():
            Thread(target=leave_with_the_parent, daemon=True).start()

        def ask_linux():
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)

        def work(line):
            line.send(os.getppid() == parent_process().pid)
            Event().wait(60)

        def serve(line, method, set_up):
            get_context(method).Process(target=started, args=(line, set_up), daemon=True).start()
            line.close()
            Event().wait(60)

        def started(line, set_up):
            set_up()
            work(line)

        def ends_with_its_parent(method, set_up):
            ours, theirs = Pipe()
            parent = get_context("spawn").Process(target=serve, args=(theirs, method, set_up))
            parent.start()
            theirs.close()
            direct = ours.recv()
            parent.kill()
            parent.join(60)
            if not ours.poll(10):
                return direct, "goes on"
            try:
                return direct, ours.recv()
            except EOFError:
                return direct, "ended"
"""


def test_a_worker_ends_with_its_killed_parent(printed: Callable[[str], str]) -> None:
    """By a thread that joins the parent under each method, and by Linux where it is the parent."""
    said = printed(f"""{ORPHANS}
        if __name__ == "__main__":
            for method in "fork", "spawn", "forkserver":
                print(method, *ends_with_its_parent(method, watch))
            for method in "fork", "spawn":
                print(method, *ends_with_its_parent(method, ask_linux))
    """)

    assert said.split("\n")[:-1] == [
        "fork True ended",
        "spawn True ended",
        "forkserver False ended",
        "fork True ended",
        "spawn True ended",
    ]


def test_linux_asks_for_the_end_of_the_thread(printed: Callable[[str], str]) -> None:
    """A child that a thread has started is killed when this thread ends, not the process."""
    said = printed("""
        import ctypes
        import signal
        from multiprocessing import Pipe, get_context
        from threading import Thread

        def work(line):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
            line.send("at work")
            line.poll(60)

        if __name__ == "__main__":
            ours, theirs = Pipe()
            child = get_context("spawn").Process(target=work, args=(theirs,))

            def start():
                child.start()
                ours.recv()

            thread = Thread(target=start)
            thread.start()
            thread.join()
            child.join(60)
            print(child.exitcode)
    """)

    assert said == "-9\n"


def test_a_manager_is_one_process_and_a_copy_one_call(printed: Callable[[str], str]) -> None:
    """All callers are served by threads of one process; a copy and an update are one message."""
    said = printed("""
        import os
        import threading
        from multiprocessing import get_context
        from multiprocessing.managers import BaseProxy, SyncManager

        class Who:
            def ask(self):
                return os.getpid(), threading.get_ident()

        class Shop(SyncManager):
            pass

        Shop.register("Who", Who)

        def ask(who, answers):
            answers.put(who.ask())

        if __name__ == "__main__":
            spawn = get_context("spawn")
            with Shop(ctx=spawn) as shop:
                who, answers = shop.Who(), spawn.Queue()
                children = [spawn.Process(target=ask, args=(who, answers)) for _ in "ab"]
                for child in children:
                    child.start()
                asked = [who.ask(), *[answers.get(timeout=60) for _ in children]]
                for child in children:
                    child.join(60)
                print(len({pid for pid, _ in asked}), os.getpid() in dict(asked))

                calls, send = [], BaseProxy._callmethod

                def count(self, name, *args):
                    calls.append(name)
                    return send(self, name, *args)

                BaseProxy._callmethod = count
                table = shop.dict()
                table.update({n: n for n in range(100)})
                print(len(table.copy()), len(calls))
                calls.clear()
                for n in range(100):
                    table[n]
                print(len(calls))
    """)

    assert said == "1 False\n100 2\n100\n"

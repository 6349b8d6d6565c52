"""What the page "Stop processes" says and no program of it shows."""

from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.run.once import run
from shelf import Command, Sample, find

HANGS = """
import time
from multiprocessing import (
    Array, Barrier, Condition, Event, Lock, Pipe, Process, Queue, RLock, Semaphore, Value
)
from threading import Thread


def hold(lock, ready):
    with lock:
        ready.send("holds")
        ready.recv()


def wait_in(method, shared):
    lock = getattr(shared, "_cond", shared)
    with lock if method == "wait_for_a_notice" else Event()._cond:
        shared.wait()


def put(queue):
    queue.put(bytes(10_000_000))


def get(queue):
    queue.get()


def kill(child):
    child.kill()
    child.join()


def killed_holder(lock):
    ours, theirs = Pipe()
    child = Process(target=hold, args=(lock, theirs), daemon=True)
    child.start()
    ours.recv()
    kill(child)


def killed_waiter(shared):
    condition = shared if hasattr(shared, "_sleeping_count") else shared._cond
    how = "wait_for_a_notice" if shared is condition else ""
    child = Process(target=wait_in, args=(how, shared), daemon=True)
    child.start()
    while condition._sleeping_count.get_value() == 0:
        time.sleep(0.01)
    kill(child)
    return condition


def notify(condition):
    with condition:
        condition.notify()


def main():
    doomed = {}
    for lock in Lock(), RLock(), Semaphore(1):
        killed_holder(lock)
        doomed[f"{type(lock).__name__}.acquire"] = lock.acquire
    value, array = Value("i", 0), Array("i", 2)
    for shared in value, array:
        killed_holder(shared.get_lock())
    doomed |= {"Value": lambda: value.value, "Array": lambda: array[0]}
    event, condition, barrier = Event(), Condition(), Barrier(2)
    for shared in event, condition, barrier:
        killed_waiter(shared)
    doomed |= {
        "Event.set": event.set,
        "Condition.notify": lambda: notify(condition),
        "Barrier.abort": barrier.abort,
    }
    reader = Queue()
    child = Process(target=get, args=(reader,), daemon=True)
    child.start()
    while reader._rlock.acquire(False):
        reader._rlock.release()
        time.sleep(0.01)
    kill(child)
    half = Queue()
    child = Process(target=put, args=(half,), daemon=True)
    child.start()
    while not half._reader.poll():
        time.sleep(0.01)
    kill(child)
    doomed |= {"Queue.get": reader.get, "half an item": half.get}

    def do(name):
        doomed[name]()
        print(name, "came back", flush=True)

    threads = [Thread(target=do, args=(name,), daemon=True) for name in doomed]
    for thread in threads:
        thread.start()
    print(len(doomed), "have begun", flush=True)
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="it kills, and reads what a semaphore holds")
def test_what_a_killed_process_holds_stays_taken(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """For each object of the table the next one waits without a limit, and none comes back."""
    path = program(HANGS).path
    seen = run(path, Command("subject.py"), interpreter.path, limit=60)

    assert seen.text == "10 have begun\n"
    assert seen.stopped == "stuck"


@pytest.mark.skipif("sys.platform == 'win32'", reason="it forks")
def test_a_forked_child_has_the_parents_ends(printed: Callable[[str], str]) -> None:
    """It does not see that the parent has closed one, until it closes its own copy."""
    said = printed("""
        from multiprocessing import Pipe, get_context

        def work(line, copies, ask):
            line.send("here")
            ask.recv()
            before = line.poll()
            for end in copies:
                end.close()
            ask.send((before, line.poll(), ask.poll()))
            ask.recv()

        if __name__ == "__main__":
            fork = get_context("fork")
            (ask, answer), (more, last) = Pipe(), Pipe()
            one, other = Pipe()
            crew = [fork.Process(target=work, args=(other, [one], answer))]
            crew[0].start()
            other.close()
            first, second = Pipe()
            crew.append(fork.Process(target=work, args=(second, [one, first], last)))
            crew[1].start()
            second.close()
            one.recv(), first.recv()
            one.close(), first.close()
            ask.send("look")
            print("the first one: before, after", *ask.recv())
            more.send("look")
            print("the second one: before, after", *more.recv())
            ask.send("look"), more.send("look")
            for worker in crew:
                worker.join(30)
    """)

    # the first one is not told even then: the second one holds a copy of that end, too
    assert said.splitlines() == [
        "the first one: before, after False False False",
        "the second one: before, after False True False",
    ]


def test_a_pipe_is_ready_when_something_came_or_nobody_is_there(
    printed: Callable[[str], str],
) -> None:
    """`poll()` says so for an object that was sent and for an end that was closed."""
    said = printed("""
        from multiprocessing import Pipe

        ours, theirs = Pipe()
        print(theirs.poll())
        ours.send(None)
        print(theirs.poll(), theirs.recv(), theirs.poll())
        ours.close()
        print(theirs.poll())
    """)

    assert said.split() == ["False", "True", "None", "False", "True"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_the_worker_ends_with_its_killed_parent(printed: Callable[[str], str]) -> None:
    """The parent is killed, and the worker leaves by its `finally`."""
    source = find("processes/tidy_before_stop").shown
    killed = source.replace("        ours.close()\n", "        os.kill(os.getpid(), 9)\n")
    killed = killed.replace("import sys", "import os\nimport sys")
    said = printed(
        "import subprocess, sys\n"
        f"source = {killed!r}\n"
        "open('shop.py', 'w').write(source)\n"
        "run = subprocess.run([sys.executable, 'shop.py'], capture_output=True, text=True)\n"
        "print(run.stdout, end='')\n"
        "print(run.returncode)\n"
    )

    assert said.splitlines() == ["the worker is at work", "the open orders are saved", "-9"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="it forks, and kills")
@pytest.mark.parametrize("forks", [False, True])
def test_a_lock_on_a_file_ends_with_its_last_holder(
    printed: Callable[[str], str], forks: bool
) -> None:
    """The system gives it back when the holder is killed, if no forked child has the file open."""
    said = printed(f"""
        import fcntl
        from multiprocessing import Pipe, get_context
        from tempfile import NamedTemporaryFile

        fork = get_context("fork")

        def wait(line):
            line.recv()

        def count(name, line, rest):
            with open(name) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if {forks}:
                    fork.Process(target=wait, args=(rest,)).start()
                line.send("counting")
                line.recv()

        if __name__ == "__main__":
            (ours, theirs), (end, rest) = Pipe(), Pipe()
            with NamedTemporaryFile() as till:
                cashier = fork.Process(target=count, args=(till.name, theirs, rest))
                cashier.start()
                ours.recv()
                cashier.kill()
                cashier.join()
                try:
                    fcntl.flock(till, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    print("free")
                except BlockingIOError:
                    print("taken")
                end.send("go")
    """)

    assert said == ("taken\n" if forks else "free\n")


@pytest.mark.skipif("sys.platform == 'win32'", reason="terminate() runs no handler there")
@pytest.mark.parametrize("handled", [False, True])
def test_sigterm_ends_a_parent_before_it_ends_its_daemons(
    printed: Callable[[str], str], handled: bool
) -> None:
    """Without a handler the daemon is an orphan; with one the parent terminates it."""
    said = printed(f"""
        import signal
        import sys
        from multiprocessing import Pipe, Process

        def work(line):
            line.send("at work")
            line.recv()
            line.send("still at work")

        def run_shop(line, ready):
            if {handled}:
                signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
            worker = Process(target=work, args=(line,), daemon=True)
            worker.start()
            line.close()
            ready.send("started")
            worker.join()

        if __name__ == "__main__":
            (ours, theirs), (told, ready) = Pipe(), Pipe()
            shop = Process(target=run_shop, args=(theirs, ready))
            shop.start()
            theirs.close()
            ours.recv(), told.recv()
            shop.terminate()
            shop.join()
            try:
                ours.send("are you there?")
                print(ours.recv())
            except (EOFError, OSError):
                print("gone")
    """)

    assert said == ("gone\n" if handled else "still at work\n")


@pytest.mark.skipif("sys.platform == 'win32'", reason="terminate() runs no handler there")
def test_terminate_does_not_wait(printed: Callable[[str], str]) -> None:
    """After the call a child that tidies up is alive, and has no exit code until it is joined."""
    said = printed("""
        import signal
        import sys
        from multiprocessing import Pipe, Process

        def serve(line):
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
            try:
                line.send("at work")
                line.recv()
            finally:
                line.recv()

        if __name__ == "__main__":
            ours, theirs = Pipe()
            child = Process(target=serve, args=(theirs,), daemon=True)
            child.start()
            ours.recv()
            child.terminate()
            print(child.is_alive(), child.exitcode)
            ours.send("go")
            child.join(30)
            print(child.is_alive(), child.exitcode)
    """)

    assert said.splitlines() == ["True None", "False 7"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="it sends SIGINT")
def test_an_interrupt_in_a_del_is_lost(printed: Callable[[str], str]) -> None:
    """There `KeyboardInterrupt` is printed, and the child goes on."""
    said = printed("""
        import os
        import signal
        from multiprocessing import Pipe, Process

        class Order:
            def __init__(self, line):
                self.line = line

            def __del__(self):
                self.line.send("in it")
                self.line.poll(30)  # the signal breaks it off
                print("never printed")

        def serve(line):
            signal.signal(signal.SIGINT, signal.default_int_handler)
            Order(line)
            line.send("goes on")

        if __name__ == "__main__":
            ours, theirs = Pipe()
            child = Process(target=serve, args=(theirs,), daemon=True)
            child.start()
            ours.recv()
            os.kill(child.pid, signal.SIGINT)
            print(ours.recv())
            child.join(30)
            print(child.exitcode)
    """)

    assert "KeyboardInterrupt" in said
    assert "never printed" not in said
    assert said.endswith("goes on\n0\n")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such groups")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("started", ["subprocess", "Process"])
@pytest.mark.parametrize("stop", ["terminate", "killpg"])
def test_who_ends_with_the_group_of_a_child(
    printed: Callable[[str], str], method: str, started: str, stop: str
) -> None:
    """A signal to the child leaves what it started, and one to its group ends that too."""
    said = printed(f"""
        import os
        import signal
        import subprocess
        import sys
        from multiprocessing import Pipe, get_context

        ANSWER = "print('at work', flush=True); input(); print('still at work', flush=True)"

        def answer(line):
            os.dup2(line.fileno(), 0), os.dup2(line.fileno(), 1)
            sys.stdin, sys.stdout = open(0), open(1, "w")
            exec(ANSWER)

        def run_shop(line):
            os.setsid()
            if "{started}" == "Process":
                worker = get_context("{method}").Process(target=answer, args=(line,))
                worker.start()
                worker.join()
            else:
                subprocess.run([sys.executable, "-c", ANSWER], stdin=line, stdout=line)

        if __name__ == "__main__":
            ours, theirs = Pipe()
            shop = get_context("{method}").Process(target=run_shop, args=(theirs,))
            shop.start()
            theirs.close()
            os.read(ours.fileno(), 100)
            if "{stop}" == "killpg":
                os.killpg(shop.pid, signal.SIGTERM)
            else:
                shop.terminate()
            shop.join()
            try:
                os.write(ours.fileno(), b"are you there?\\n")
                print(os.read(ours.fileno(), 100).decode().strip() or "gone")
            except OSError:
                print("gone")
    """)

    assert said == ("gone\n" if stop == "killpg" else "still at work\n")

"""What the page "Run a function in another process" says and no program of it shows."""

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from shelf import ROOT, find

PAGE = (ROOT / "docs" / "processes" / "index.md").read_text(encoding="utf-8")
FIRST = ("index", "two-at-work", "get-results-back")
MEMORY = Path("/sys/fs/cgroup/memory")


def test_each_program_ends_with_the_guard() -> None:
    """Every program of the first pages has the main guard as its last statement."""
    pages = [ROOT / "docs" / "processes" / f"{name}.md" for name in FIRST]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    stems = re.findall(r"(?m)^(processes/\w+)$", text)

    assert len(stems) > 4
    for stem in stems:
        end = find(stem).source.rstrip().splitlines()[-2:]
        assert end == ['if __name__ == "__main__":', "    main()"], stem


def test_a_process_describes_and_brings_nothing_back(printed: Callable[[str], str]) -> None:
    """Nothing runs before `start()`, and neither `join()` nor the exit code brings the value."""
    said = printed("""
        from multiprocessing import Process

        def answer():
            print("the child runs", flush=True)
            return 42

        if __name__ == "__main__":
            child = Process(target=answer)
            print(child.pid, child.exitcode, child.is_alive(), flush=True)
            child.start()
            print(child.join(), child.exitcode, 42 in vars(child).values())
    """)

    assert said.splitlines() == ["None None False", "the child runs", "None 0 False"]


def test_few_workers_take_one_call_after_another(printed: Callable[[str], str]) -> None:
    """A pool of two needs at most two processes for ten calls, and none runs two at once."""
    said = printed("""
        import os
        from concurrent.futures import ProcessPoolExecutor

        inside = 0

        def call(number):
            global inside
            inside += 1
            alone = inside == 1
            inside -= 1
            return os.getpid(), alone

        if __name__ == "__main__":
            with ProcessPoolExecutor(2) as pool:
                came = list(pool.map(call, range(10)))
            print(len({pid for pid, _ in came}) <= 2, all(alone for _, alone in came))
    """)

    assert said == "True True\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="it reads from a pipe by the C library")
def test_a_child_that_holds_its_gil_stops_nobody(printed: Callable[[str], str]) -> None:
    """A child sits in a C call that keeps its GIL, and the parent computes and lets it go on.

    With one GIL for both, as two threads have it, the parent would get no turn to do so.
    """
    said = printed("""
        import ctypes
        import os
        from multiprocessing import Pipe, Process

        def hold(go, ready):
            ready.send_bytes(b"r")
            ctypes.PyDLL(None).read(go.fileno(), ctypes.create_string_buffer(1), 1)

        if __name__ == "__main__":
            (go, send), (told, ready) = Pipe(False), Pipe(False)
            child = Process(target=hold, args=(go, ready), daemon=True)
            child.start()
            told.recv_bytes()
            total = sum(range(100_000))
            print("the parent has computed", total, child.is_alive(), flush=True)
            os.write(send.fileno(), b"g")
            child.join(30)
            print(child.exitcode)
    """)

    assert said == "the parent has computed 4999950000 True\n0\n"


def test_a_lone_child_does_not_open_the_barrier(printed: Callable[[str], str]) -> None:
    """With a barrier for two, one child alone gives up and ends with exit code 1."""
    source = find("processes/both_at_work").shown
    alone = source.replace("range(2)", "range(1)").replace("wait(timeout=10)", "wait(timeout=0.2)")
    alone = alone.replace("sys.exit(codes != [0, 0])", "")
    said = printed(alone)

    assert "BrokenBarrierError" in said
    assert said.endswith("exit codes: [1]\nboth were halfway at once: False\n")


@pytest.mark.parametrize(("daemon", "ends"), [(False, "heard the bell"), (True, "goodbye")])
def test_the_end_waits_for_a_child_but_for_no_daemon(
    printed: Callable[[str], str], daemon: bool, ends: str
) -> None:
    """A child that nobody joins is waited for at the end; a daemon is ended there."""
    said = printed(f"""
        import atexit

        if __name__ == "__main__":
            atexit.register(print, "goodbye", flush=True)
        from multiprocessing import Pipe, Process

        def listen(receiver, sender):
            sender.send("here")
            print("heard", receiver.recv(), flush=True)

        if __name__ == "__main__":
            (receiver, ring), (told, sender) = Pipe(False), Pipe(False)
            child = Process(target=listen, args=(receiver, sender), daemon={daemon})
            child.start()
            told.recv()
            if not {daemon}:
                atexit.register(ring.send, "the bell")
            print("main ends", flush=True)
    """)

    assert said.splitlines() == ["main ends", *dict.fromkeys((ends, "goodbye"))]


@pytest.mark.skipif(not os.access(MEMORY, os.W_OK), reason="no memory limit to set here")
def test_the_system_kills_who_takes_too_much(printed: Callable[[str], str]) -> None:
    """A child that outgrows the memory of its group is ended by signal 9, and the log says so."""
    group = MEMORY / f"test-{uuid.uuid4()}"
    group.mkdir()
    try:
        said = printed(f"""
            import os
            from multiprocessing import Process
            from pathlib import Path

            def eat():
                Path("{group}", "cgroup.procs").write_text(str(os.getpid()))
                eaten = []
                for _ in range(200):
                    eaten.append(bytearray(2**20))

            if __name__ == "__main__":
                Path("{group}", "memory.limit_in_bytes").write_text(str(64 * 2**20))
                child = Process(target=eat)
                child.start()
                child.join(30)
                print(child.exitcode)
        """)
    finally:
        group.rmdir()

    assert said == "-9\n"
    log = subprocess.run(["dmesg"], capture_output=True, text=True, errors="replace", timeout=30)
    if log.returncode == 0:
        told = log.stdout.rpartition(group.name)[2]
        assert "out of memory: Killed process" in told


def test_a_worker_keeps_its_list_from_call_to_call(printed: Callable[[str], str]) -> None:
    """So the lists that it returns grow, and that of the program stays empty."""
    said = printed("""
        from multiprocessing import get_context

        seen = []

        def note(number):
            seen.append(number)
            return seen

        if __name__ == "__main__":
            with get_context("spawn").Pool(1) as pool:
                print(pool.map(note, range(3), chunksize=1), seen)
    """)

    assert said == "[[0], [0, 1], [0, 1, 2]] []\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="asks a shell of POSIX")
def test_a_shell_adds_the_signal_to_128() -> None:
    """What Python calls -9 is 137 there."""
    killed = "import os; os.kill(os.getpid(), 9)"
    alone = subprocess.run([sys.executable, "-c", killed], timeout=60, check=False)
    shell = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -c '{killed}'; echo $?"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert (alone.returncode, shell.stdout) == (-9, "137\n")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has spawn alone")
@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_an_exception_stays_in_the_child(printed: Callable[[str], str], method: str) -> None:
    """Neither `start()` nor `join()` raises it; the exit code is 1."""
    said = printed(f"""
        from multiprocessing import get_context

        if __name__ == "__main__":
            child = get_context({method!r}).Process(target=int, args=("seven",))
            try:
                child.start()
                child.join(60)
            except BaseException:
                print("caught")
            print("exit code", child.exitcode)
    """)

    assert "caught" not in said.splitlines()
    assert said.splitlines()[-1] == "exit code 1"
    assert "ValueError: invalid literal for int() with base 10: 'seven'" in said


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has spawn alone")
@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_what_run_sets_stays_in_the_child(printed: Callable[[str], str], method: str) -> None:
    """The parent's object of the same subclass has the attribute as it was before the start."""
    said = printed(f"""
        from multiprocessing import get_context

        class Counter(get_context({method!r}).Process):
            result = None

            def run(self):
                self.result = 6
                print("child has", self.result, flush=True)

        if __name__ == "__main__":
            counter = Counter()
            counter.start()
            counter.join(60)
            print("parent has", counter.result, counter.exitcode)
    """)

    assert said.splitlines() == ["child has 6", "parent has None 0"]

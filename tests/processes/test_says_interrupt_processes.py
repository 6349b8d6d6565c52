"""What the page "Interrupt processes" says and no program of it shows."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest

from recorder.pythons.interpreters import Interpreter, find_all
from shelf import Sample, find
from tests.signalled import TICKS

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it sends signals")

UNSHARE = ["unshare", "--pid", "--fork"]


def may_unshare() -> bool:
    """Whether a program can be process 1 here."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*UNSHARE, "true"], capture_output=True, timeout=30).returncode == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, -2)])
def test_what_runs_is_finished(
    program: Callable[..., Sample], interpreter: Interpreter, number: int, status: int
) -> None:
    """Each signal goes through the `finally`; what runs is finished, and what has gone out, too."""
    source = find("processes/pool_ends_well").shown
    for old, new in (
        ("import signal", "import os\nimport signal\nimport time"),
        ("WORKERS = 4", "WORKERS = 1"),
        (
            "    return sum(",
            '    os.write(1, b"begun\\n")\n    while not os.path.exists("go"):\n'
            '        time.sleep(0.01)\n    os.write(1, b"finished\\n")\n    return sum(',
        ),
        ("        finally:\n", '        finally:\n            os.write(1, b"leaving\\n")\n'),
        ("    signal.signal(signal.SIGTERM", f"{TICKS}    signal.signal(signal.SIGTERM"),
    ):
        assert old in source
        source = source.replace(old, new, 1)
    path = program(source).path
    command = [str(interpreter.path), path.name]
    with subprocess.Popen(
        command, cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "begun\n"
        run.send_signal(number)
        assert run.stdout.readline() == "leaving\n"
        Path(path.parent, "go").touch()
        said, _ = run.communicate(timeout=60)

    begun = said.count("begun")  # what was in the pipe to the worker
    assert said.count("finished") == begun + 1
    assert 1 <= begun <= 2
    assert "total" not in said
    assert run.returncode == status


def test_ctrl_c_reaches_each_process_of_the_terminal(printed: Callable[[str], str]) -> None:
    """The key at a terminal is a SIGINT for parent and child."""
    said = printed("""
        import os
        import subprocess
        import sys

        SHOP = '''
        import fcntl, sys, termios
        from multiprocessing import Pipe, Process
        from time import sleep

        def wait(name, line=None):
            try:
                if line:
                    line.send("here")
                else:
                    print("ready", flush=True)
                for _ in range(600):  # one wait might begin just after the signal
                    sleep(0.1)
            except KeyboardInterrupt:
                print(name, "hears it", flush=True)

        if __name__ == "__main__":
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            ours, theirs = Pipe()
            child = Process(target=wait, args=("child", theirs))
            child.start()
            ours.recv()
            wait("parent")
            child.join()
        '''
        import textwrap

        with open("shop.py", "w") as file:
            file.write(textwrap.dedent(SHOP))
        key, line = os.openpty()
        with subprocess.Popen(
            [sys.executable, "shop.py"],
            stdin=line,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        ) as run:
            run.stdout.readline()
            os.write(key, b"\\x03")
            print(*sorted(run.communicate(timeout=30)[0].splitlines()), sep="\\n")
    """)

    assert said == "child hears it\nparent hears it\n"


def test_workers_of_a_pool_die_of_ctrl_c_and_lose_their_task(
    printed: Callable[[str], str],
) -> None:
    """Each prints a traceback, and the task that ran is never answered; a new one is."""
    said = printed("""
        import os
        import signal
        import time
        from multiprocessing import Pool

        def set_up():
            signal.signal(signal.SIGINT, signal.default_int_handler)

        def work(name):
            open(name, "w").close()
            while True:
                time.sleep(0.01)

        if __name__ == "__main__":
            with Pool(2, set_up) as pool:
                tasks = [pool.apply_async(work, [name]) for name in "ab"]
                while not all(map(os.path.exists, "ab")):
                    time.sleep(0.01)
                for worker in list(pool._pool):
                    os.kill(worker.pid, signal.SIGINT)
                    worker.join()
                print(pool.apply_async(abs, [-1]).get(30), [t.ready() for t in tasks])
    """)

    assert said.count("\nKeyboardInterrupt\n") == 2
    assert said.endswith("1 [False, False]\n")


def test_sigterm_ends_python_at_once(printed: Callable[[str], str]) -> None:
    """No `finally`, no `with`, no atexit; a daemon and the workers of both pools go on."""
    said = printed("""
        import subprocess
        import sys
        import textwrap

        SHOP = '''
        import atexit, os, time
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import Pool, Process, parent_process

        def stay(name, parent):
            open(name, "w").close()
            while os.path.exists(f"/proc/{parent}"):
                time.sleep(0.01)
            os.write(1, f"{name} is still here\\\\n".encode())
            os._exit(0)

        if __name__ == "__main__":
            atexit.register(print, "atexit")
            try:
                with Pool(1) as old, ProcessPoolExecutor(1) as new:
                    Process(target=stay, args=("daemon", os.getpid()), daemon=True).start()
                    old.apply_async(stay, ("pool", os.getpid()))
                    new.submit(stay, "executor", os.getpid())
                    while not all(map(os.path.exists, ("daemon", "pool", "executor"))):
                        time.sleep(0.01)
                    print("ready", flush=True)
                    time.sleep(600)
            finally:
                print("finally")
        '''
        with open("shop.py", "w") as file:
            file.write(textwrap.dedent(SHOP))
        run = subprocess.Popen([sys.executable, "shop.py"], stdout=subprocess.PIPE, text=True)
        run.stdout.readline()
        run.terminate()
        print(run.wait())
        print(*sorted(run.stdout.read().splitlines()), sep="\\n")
    """)

    # a tracker of resources may add its warning
    lines = [line for line in said.splitlines() if line == "-15" or line.endswith("still here")]
    names = "daemon", "executor", "pool"
    assert lines == ["-15", *(f"{name} is still here" for name in names)]
    assert not {"finally", "atexit"} & set(said.splitlines())


def test_an_idle_worker_of_the_old_pool_ends_with_its_parent(printed: Callable[[str], str]) -> None:
    """Its output ends, which it would hold open if it lived; one of an executor goes on."""
    said = printed("""
        import os
        import subprocess
        import sys
        import textwrap

        SHOP = '''
        import os, sys, time
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import Pool

        if __name__ == "__main__":
            if sys.argv[1] == "Pool":
                pool = Pool(1)
                pid = pool.apply(os.getpid)
            else:
                pool = ProcessPoolExecutor(1)
                pid = pool.submit(os.getpid).result()
            print(pid, flush=True)
            time.sleep(600)
        '''
        with open("shop.py", "w") as file:
            file.write(textwrap.dedent(SHOP))
        for kind, end in ("Pool", 15), ("executor", 15), ("Pool", 9), ("executor", 9):
            words = [sys.executable, "shop.py", kind]
            run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            worker = int(run.stdout.readline())
            run.send_signal(end)
            run.wait()
            if kind == "Pool":
                run.stdout.read()
                print("the output ends")
            else:
                os.kill(worker, 9)
                print("there to be killed")
    """)

    assert said == "the output ends\nthere to be killed\n" * 2


@pytest.mark.skipif(not may_unshare(), reason="no program can be process 1 here")
def test_process_1_gets_no_signal_without_a_handler(interpreter: Interpreter) -> None:
    """SIGTERM passes by; with a handler it is delivered."""
    source = """
import os, signal

def send():
    if os.fork() == 0:
        os.kill(1, signal.SIGTERM)
        os._exit(0)
    os.wait()
    print("alive as", os.getpid(), flush=True)

send()
signal.signal(signal.SIGTERM, lambda *_: print("handled"))
send()
"""
    run = subprocess.run(
        [*UNSHARE, str(interpreter.path), "-c", source],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert run.stdout.splitlines() == ["alive as 1", "handled", "alive as 1"]


def test_a_shell_hands_no_signal_on(tmp_path: Path) -> None:
    """SIGTERM ends the shell, and the program that it started goes on."""
    source = "import os, time; print('begun', flush=True)\nwhile not os.path.exists('go'): "
    source += "time.sleep(0.01)\nprint('still here')"
    command = ["sh", "-c", f'"{sys.executable}" -c "$1"; :', "sh", source]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "begun\n"
        run.terminate()
        assert run.wait(60) == -signal.SIGTERM
        (tmp_path / "go").touch()
        assert run.stdout.read() == "still here\n"


def test_a_program_with_an_ampersand_ignores_ctrl_c(interpreter: Interpreter) -> None:
    """A shell that reads a script starts it so; from then on SIGINT has no effect."""
    source = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
    source += "; print(signal.getsignal(signal.SIGINT).name)"
    command = ["sh", "-c", f"'{interpreter.path}' -c '{source}' & wait"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert run.stdout == "SIG_IGN\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="sends itself a signal")
def test_ctrl_c_interrupts_the_map_of_a_pool(printed: Callable[[str], str]) -> None:
    """Where the workers ignore it: the parent leaves the call while the tasks run."""
    said = printed(
        """
        import os
        import signal
        import sys
        import threading
        from multiprocessing import get_context

        def set_up():
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        def work(number):
            threading.Event().wait(60)

        def press(main):
            names = []
            while "map" not in names:  # and main waits in it
                frame, names = sys._current_frames().get(main), []
                while frame:
                    names.append(frame.f_code.co_name)
                    frame = frame.f_back
            os.kill(os.getpid(), signal.SIGINT)

        def main():
            signal.signal(signal.SIGINT, signal.default_int_handler)
            TICKS
            with get_context("spawn").Pool(2, set_up) as pool:
                pool.map(abs, [-1, -2])  # both are set up
                threading.Thread(target=press, args=[threading.get_ident()]).start()
                try:
                    pool.map(work, [1, 2])
                except KeyboardInterrupt:
                    print("interrupted")
                    print([worker.is_alive() for worker in pool._pool])

        if __name__ == "__main__":
            main()
    """.replace("            TICKS\n", indent(TICKS, " " * 8))
    )

    assert said == "interrupted\n[True, True]\n"


#: A process is asked for, and before the server has answered comes Ctrl-C; then another one is
#: asked for, so that the server is through with the first.  It ends when nobody else holds the
#: other end of a pipe that its parent has opened for it.
IN_A_START = """\
import array, os, signal, socket, sys
from multiprocessing import forkserver, get_context, reduction

usual, server = reduction.sendfds, forkserver._forkserver
Process = get_context("forkserver").Process


def sendfds(sock, numbers):
    reduction.sendfds = usual
    os.kill(server._forkserver_pid, signal.SIGSTOP)
    handed = socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", numbers)
    sock.sendmsg([bytes([len(numbers)])], [handed])
    if sys.argv[1] == "raise":
        raise KeyboardInterrupt
    os.kill(server._forkserver_pid, signal.SIGCONT)
    if sys.version_info >= (3, 14):
        sock.recv(1)


if __name__ == "__main__":
    reduction.sendfds = sendfds
    first, second = Process(target=abs, args=[1]), Process(target=abs, args=[1])
    try:
        first.start()
        first.join()
    except KeyboardInterrupt:
        os.kill(server._forkserver_pid, signal.SIGCONT)
    second.start()
    second.join()
    theirs = f"/proc/{server._forkserver_pid}/fd"
    held = [os.readlink(f"{theirs}/{number}") for number in os.listdir(theirs)]
    print(held.count(os.readlink(f"/proc/self/fd/{server._forkserver_alive_fd}")))
    os.kill(server._forkserver_pid, signal.SIGKILL)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("handler", ["raise", "note"])
@pytest.mark.parametrize("tag", ["3.11", "3.13", "3.14", "3.14t", "3.15"])
def test_an_interrupted_start_keeps_the_fork_server(tmp_path: Path, tag: str, handler: str) -> None:
    """Its answer finds nobody there, and it keeps what it was handed: its own pipe too."""
    found, _ = find_all([tag])
    if tag not in found:
        pytest.skip(f"no Python {tag} here")
    program, said = tmp_path / "in_a_start.py", tmp_path / "said"
    program.write_text(IN_A_START)

    with said.open("w") as out:  # a server that stays holds the end of a pipe
        command = [found[tag].path, str(program), handler]
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, timeout=90)

    stays = handler == "raise" and tag in ("3.14", "3.14t", "3.15")
    assert said.read_text() == f"{1 + stays}\n"

"""What the page "Collect children that have ended" says, beyond what its programs show."""

from __future__ import annotations

from collections.abc import Callable

STATE = """
import multiprocessing, os, signal, subprocess, sys, time

def state(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "gone"

def ended(pid):
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    return pid

def command(code):
    return [sys.executable, "-c", code]
"""


def test_a_zombie_keeps_its_number_and_nothing_else(printed: Callable[[str], str]) -> None:
    """No memory, no open file, and SIGKILL changes nothing; poll and active_children collect."""
    said = printed(f"""{STATE}
child = subprocess.Popen(command(""))
pid = ended(child.pid)
print(state(pid))
os.kill(pid, signal.SIGKILL)
print(state(pid))
with open(f"/proc/{{pid}}/statm") as file:
    print(file.read().split())
try:
    print(os.listdir(f"/proc/{{pid}}/fd"))
except OSError:
    print([])
child.poll()
print(state(pid))

fork = multiprocessing.get_context("fork")
first = fork.Process(target=str)
first.start()
print(state(ended(first.pid)))
multiprocessing.active_children()
print(state(first.pid))
first = fork.Process(target=str)
first.start()
ended(first.pid)
second = fork.Process(target=str)
second.start()
print(state(first.pid))
second.join(60)
print(state(second.pid))
""")

    assert said.splitlines() == ["Z", "Z", str(["0"] * 7), "[]", "gone", "Z", *["gone"] * 3]


def test_a_popen_that_was_dropped_is_collected_by_the_next_one(
    printed: Callable[[str], str],
) -> None:
    """Until then it is a zombie."""
    said = printed(f"""import warnings
warnings.simplefilter("ignore", ResourceWarning)
{STATE}
child = subprocess.Popen(command("import sys; sys.stdin.read()"), stdin=subprocess.PIPE)
pid, pipe = child.pid, child.stdin
del child
pipe.close()
print(state(ended(pid)))
with subprocess.Popen(command("")):
    print(state(pid))
""")

    assert said.splitlines() == ["Z", "gone"]


def test_who_ignores_sigchld_gets_no_exit_codes(printed: Callable[[str], str]) -> None:
    """0 from subprocess for a command that failed, None from a Process; others' waits likewise."""
    said = printed(f"""{STATE}
def fail():
    os._exit(3)

fork = multiprocessing.get_context("fork")
for handler in (signal.SIG_IGN, signal.SIG_DFL):
    signal.signal(signal.SIGCHLD, handler)
    print(subprocess.run(command("import sys; sys.exit(3)")).returncode)
    child = fork.Process(target=fail)
    child.start()
    child.join(60)
    print(child.exitcode)

child = subprocess.Popen(command("import sys; sys.exit(3)"))
ended(child.pid)
os.waitpid(-1, 0)
print(child.wait())

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
ask = "import signal; print(signal.getsignal(signal.SIGCHLD) == signal.SIG_IGN)"
child = subprocess.Popen(command(ask), stdout=subprocess.PIPE, text=True)
print(child.communicate()[0].strip())
""")

    assert said.splitlines() == ["0", "None", "3", "3", "0", "True"]


def test_an_orphan_goes_to_whoever_collects_orphans(printed: Callable[[str], str]) -> None:
    """Its parent is another one then, and it is not among the parent's parent's children."""
    said = printed(f'''{STATE}
inner = "import os; input(); print(os.getppid())"
code = f"""
import os, subprocess, sys
child = subprocess.Popen([sys.executable, '-c', {{inner!r}}], stdin=0)
print(child.pid, flush=True)
os._exit(0)
"""
child = subprocess.Popen(command(code), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
grandchild = int(child.stdout.readline())
child.wait()
child.stdin.write("go on\\n")
child.stdin.close()
print(int(child.stdout.read()) not in (child.pid, os.getpid()))
try:
    os.waitpid(grandchild, 0)
except ChildProcessError as error:
    print(error.strerror)
''')

    assert said.splitlines() == ["True", "No child processes"]


def test_a_fork_server_collects_its_children(printed: Callable[[str], str]) -> None:
    """Nobody has joined it, and its number is free; the exit code comes all the same."""
    said = printed(f"""{STATE}
if __name__ == "__main__":
    child = multiprocessing.get_context("forkserver").Process(target=sys.exit, args=(3,))
    child.start()
    for _ in range(6000):
        if state(child.pid) == "gone":
            break
        time.sleep(0.01)
    print(state(child.pid))
    child.join(60)
    print(child.exitcode)
""")

    assert said.splitlines() == ["gone", "3"]

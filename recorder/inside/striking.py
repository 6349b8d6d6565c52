"""Strikes a program at one of its lines: an error, Ctrl-C, SIGTERM or SIGKILL.

The order stands in the file that ``STRIKE`` names.  Each interpreter of the
run reads it, main program and children alike, and the first that reaches the
place claims it, so that each run is struck once.  A place is a statement and
who comes by it:

main         the main thread of the program's first process
thread       any other thread of it
process      any other process
interpreter  a subinterpreter

Without a deed this is a scout: it notes each place that is reached.  Nothing
here sleeps or measures time, but for the deed "idle", which has to see that a
process waits.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from types import CodeType, FrameType
from typing import Any

#: A bit of the flags of a function's code; a module's and a class's have it not.
FUNCTION = 1
#: Whose children do not work for the program.
HELPERS = ("resource_tracker",)
LOOKS = 5
#: Deeds that send main a signal.
SIGNALS = ("interrupt", "group", "twice", "terminate")
#: What ends a process at once; on Windows each signal does that to another process.
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class Struck(Exception):
    """The error that is raised: none that a program could expect."""


class Unbuildable(Exception):
    """An error that cannot be made again from its pickle, as many of real life cannot."""

    def __init__(self, *, line: int) -> None:
        super().__init__(f"struck at line {line}")


with open(os.environ["STRIKE"], encoding="utf-8") as _file:
    ORDER = dict(line.rstrip("\n").split("\t", 1) for line in _file)
PROGRAM, FOLDER, DEED, ROLE = (ORDER[key] for key in ("program", "folder", "deed", "role"))
PLACE = int(ORDER["line"])
#: The statement that each line of a function belongs to.
STATEMENTS = {
    int(line): int(start)
    for line, _, start in (word.partition(":") for word in ORDER["statements"].split())
}
#: Whether this is the process that sets up what stands beside the program.
STAGING = any(os.path.basename(word) == "staging.py" for word in sys.orig_argv)
FIRST = 0 if STAGING else int(os.environ.setdefault("STRIKE_FIRST", str(os.getpid())))


class Here:
    """What is known of this process."""

    def __init__(self) -> None:
        self.again()
        self.sub = "STRIKE_SEEN" in os.environ and self.pid == FIRST
        if not STAGING:
            os.environ["STRIKE_SEEN"] = "1"

    def again(self) -> None:
        """Look anew, as in a child that was forked."""
        self.pid = os.getpid()
        self.main = _thread.get_ident()
        self.over = False
        self.second = False
        self.ready = False
        self.seen: set[tuple[str, int]] = set()

    def role(self) -> str:
        """Who comes by."""
        if self.pid != FIRST:
            return "process"
        if self.sub:
            return "interpreter"
        return "main" if _thread.get_ident() == self.main else "thread"


here = Here()


def start() -> None:
    """Watch for the place in this interpreter, and in what is forked from it."""
    if STAGING:
        return
    if hasattr(os, "register_at_fork"):  # Windows forks nobody
        os.register_at_fork(after_in_child=here.again)
    if sys.version_info >= (3, 12):
        tool, events = sys.monitoring, sys.monitoring.events
        number = 3
        tool.use_tool_id(number, "striking")

        def begin(code: CodeType, _offset: int) -> Any:
            if not ours(code):
                return tool.DISABLE
            tool.set_local_events(number, code, events.LINE)
            return None

        def line(_code: CodeType, line: int) -> None:
            arrive(line)

        tool.register_callback(number, events.PY_START, begin)
        tool.register_callback(number, events.LINE, line)
        tool.set_events(number, events.PY_START)
    else:
        import threading

        threading.settrace(trace)
        sys.settrace(trace)
        if DEED == "twice":
            sys.setprofile(after)


def ours(code: CodeType) -> bool:
    """Whether this is a function of the program."""
    return bool(code.co_flags & FUNCTION) and os.path.basename(code.co_filename) == PROGRAM


def trace(frame: FrameType, event: str, _argument: object) -> Any:
    """See the lines of the program's functions (3.11, which has no `sys.monitoring`)."""
    if event == "call" and not ours(frame.f_code):
        return None
    if event == "line":
        arrive(frame.f_lineno)
    return trace


def after(frame: FrameType, event: str, _argument: object) -> None:
    """Strike again at the next call that the program makes: an error ended the tracing (3.11)."""
    if here.second and event in ("call", "c_call"):
        caller = frame.f_back if event == "call" else frame
        if caller and ours(caller.f_code):
            strike_again()


def arrive(line: int) -> None:
    """Somebody has reached a line of a function of the program."""
    if not here.ready:
        mark_names()
        hold_starts()
    statement = STATEMENTS.get(line)
    if statement is None:
        return
    role = here.role()
    if not DEED:
        scout(role, statement)
        return
    if DEED == "twice" and role == "main" and here_struck():
        strike_again()
    elif not here.over and statement == PLACE and role == ROLE:
        if DEED == "idle" and not children():
            return  # nobody there yet: the next time round, perhaps
        here.over = True
        if claim("struck"):
            if DEED in SIGNALS and role in ("thread", "process") and hasattr(os, "fork"):
                with Held():
                    strike(statement)
            else:
                strike(statement)


def here_struck() -> bool:
    """Whether the first blow has fallen, in whatever process."""
    here.second = here.second or os.path.exists(os.path.join(FOLDER, "struck"))
    return here.second


def claim(name: str) -> bool:
    """Whether this is the one who does it: the first of all processes."""
    try:
        os.close(os.open(os.path.join(FOLDER, name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        return False
    return True


def note(words: str) -> None:
    """Add a line to the notes; a short line is written whole."""
    file = os.open(os.path.join(FOLDER, "notes"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, f"{words}\n".encode())
    os.close(file)


def scout(role: str, statement: int) -> None:
    """Note a place, and whether a process could be idle while main is there."""
    if (role, statement) not in here.seen:
        here.seen.add((role, statement))
        note(f"place {role} {statement}")
    if role == "main" and ("idle", statement) not in here.seen and children():
        here.seen.add(("idle", statement))
        note(f"idle main {statement}")


def strike(line: int) -> None:
    """Do the deed."""
    words = f"struck at line {line}"
    if DEED == "error":
        raise Struck(words)
    if DEED == "keyboard":
        raise KeyboardInterrupt(words)
    if DEED == "memory":
        raise MemoryError(words)
    if DEED == "unbuildable":
        raise Unbuildable(line=line)
    if DEED == "interrupt":
        os.kill(FIRST, signal.SIGINT)
    elif DEED in ("group", "twice"):
        if DEED == "twice" and here.role() == "thread":
            until(lambda: not starting())
        here.second = DEED == "twice" and here.role() == "main"
        interrupt_all()
    elif DEED == "terminate":
        os.kill(FIRST, signal.SIGTERM)
    elif DEED == "kill":
        os.kill(os.getpid(), KILL)
    elif DEED == "idle":
        kill_idle()


def starting() -> bool:
    """Whether the main thread is about to enter a thread into the books of its pool.

    Interrupted there, and again before the pool's block has begun to end, Python never
    tells that thread to end.  That is Python's own gap, and luck; a third Ctrl-C ends it.
    """
    frame = sys._current_frames().get(here.main)
    while frame:
        if frame.f_code.co_name == "_adjust_thread_count":
            return True
        frame = frame.f_back
    return False


def strike_again() -> None:
    """The second Ctrl-C, at the first line of main's way out."""
    here.second = False
    if claim("struck again"):
        interrupt_all()


def interrupt_all() -> None:
    """Ctrl-C, as a terminal sends it: to the program and to all that it started.

    What stands beside the program on a stage is in the same group, and spared.
    """
    group = os.getpgid(FIRST)
    if group == FIRST:
        os.killpg(group, signal.SIGINT)
        return
    waiting, members = [FIRST], []
    while waiting:
        pid = waiting.pop()
        waiting += below(pid)
        members.append(pid)
    for pid in reversed(members):
        try:
            if os.getpgid(pid) == group:
                os.kill(pid, signal.SIGINT)
        except ProcessLookupError:
            pass


def mark_names() -> None:
    """Give what the program makes outside of its folder names by which it is found."""
    here.ready = True
    process = sys.modules.get("multiprocessing.process")
    if process:
        run = os.path.basename(FOLDER)
        process.current_process()._config["semprefix"] = f"/mp-{run}"
    shared: Any = sys.modules.get("_posixshmem")
    if shared and not hasattr(shared.shm_open, "noted"):
        make = shared.shm_open

        def shm_open(path: str, flags: int, mode: int = 0o777) -> int:
            number: int = make(path, flags, mode=mode)
            if flags & os.O_CREAT:
                note(f"block {path.lstrip('/')}")
            return number

        shm_open.noted = True  # type: ignore[attr-defined]
        shared.shm_open = shm_open


def hold_starts() -> None:
    """Have the first process say when it is starting another one: see `Held`."""
    process = sys.modules.get("multiprocessing.process")
    if not process or here.pid != FIRST or not hasattr(os, "fork"):
        return
    usual = process.BaseProcess.start

    def start(self: Any) -> None:
        if os.getpid() != FIRST:
            usual(self)
            return
        with Held():
            usual(self)

    process.BaseProcess.start = start


class Held:
    """While one process is in it, no other is.

    If a signal raises while main asks the fork server for a process, that server
    stays behind, from Python 3.14 on.  That is Python's own gap, and luck; so
    whoever strikes main from outside waits.
    """

    def __enter__(self) -> None:
        import fcntl

        self.file = os.open(os.path.join(FOLDER, "starting"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        import fcntl

        fcntl.flock(self.file, fcntl.LOCK_UN)  # a forked child has the file as well
        os.close(self.file)


def children() -> list[int]:
    """The processes that work for this one, as Linux tells."""
    found = []
    waiting = [(FIRST, 0)]
    while waiting:
        parent, depth = waiting.pop()
        for pid in below(parent):
            command = read(f"/proc/{pid}/cmdline")
            if not any(name in command for name in HELPERS) and command:
                waiting.append((pid, depth + 1))
                if not ("forkserver" in command and depth == 0):
                    found.append(pid)
    return found


def below(parent: int) -> list[int]:
    """The children of one process."""
    found = []
    try:
        tasks = os.listdir(f"/proc/{parent}/task")
    except OSError:
        return []
    for task in tasks:
        found += [int(word) for word in read(f"/proc/{parent}/task/{task}/children").split()]
    return found


def read(path: str) -> str:
    """A file of /proc, "" if it is gone."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def state(pid: int) -> tuple[str, ...]:
    """State and processor time of each thread of a process."""
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return ()
    others = [task for task in tasks if int(task) != _thread.get_native_id()]
    facts = [read(f"/proc/{pid}/task/{task}/stat").rpartition(")")[2].split() for task in others]
    return tuple(" ".join((one[0], one[11], one[12])) for one in facts if len(one) > 12)


def kill_idle() -> None:
    """Kill a process that is seen to wait; say so if none is.

    Main goes on when its other threads wait again: they have seen the loss.
    A loss in the same instant in which main leaves is another deed, and luck.
    """
    for _ in range(200):
        for pid in children():
            if waits(pid):
                os.kill(pid, KILL)
                until(lambda pid=pid: gone(pid))
                until(lambda: waits(FIRST))
                return
    os.remove(os.path.join(FOLDER, "struck"))


def until(answer: Any) -> None:
    """Ask until it is so, a thousand times at most."""
    for _ in range(1000):
        if answer():
            return
        time.sleep(0.01)


def gone(pid: int) -> bool:
    """Whether a process has ended, and closed what it had open."""
    facts = read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return not facts or facts[0] in "ZX"


def waits(pid: int) -> bool:
    """Whether each other thread of a process is seen to wait, and nobody to move."""
    looks = set()
    for _ in range(LOOKS):
        looks.add(state(pid))
        time.sleep(0.01)
    only = looks.pop()
    return not looks and all(word[0] == "S" for word in only) and bool(only or pid == FIRST)

"""Whether a process can ever go on by itself, as Linux tells: what each thread waits for.

A thread that waits in the system shows the call and its arguments in /proc,
and among them whether there is a limit.  Where all threads of all processes
of a run wait without one, for locks, pipes and children, nobody is left who
could wake them.
"""

from __future__ import annotations

import platform
from contextlib import suppress
from pathlib import Path

#: The calls in which a thread may wait, by their number, and the place of the
#: argument that is its limit (None: it has none); the values that mean no limit.
CALLS = {
    "x86_64": {
        0: None,  # read
        1: None,  # write
        7: 2,  # poll
        23: 4,  # select
        43: None,  # accept
        45: None,  # recvfrom
        47: None,  # recvmsg
        61: None,  # wait4
        202: 3,  # futex
        232: 3,  # epoll_wait
        247: None,  # waitid
        270: 4,  # pselect6
        271: 2,  # ppoll
        281: 3,  # epoll_pwait
        288: None,  # accept4
    }
}
FOREVER = ("0x0", "0xffffffff", "0xffffffffffffffff")
#: The calls whose limit is a number of milliseconds, where 0 means not to wait.
NUMBERS = (7, 232, 281)
FUTEX = 202
#: The words of a futex's second argument that wait, without their flags.
FUTEX_WAITS = (0, 9)


def untimed(pids: list[int]) -> tuple[str, ...]:
    """What each thread waits for, if all of them wait without a limit; else nothing.

    Two answers that are alike, a while apart, tell that nobody moves.
    """
    calls = CALLS.get(platform.machine())
    if calls is None:
        return ()
    found = []
    for pid in pids:
        tasks: list[Path] = []
        with suppress(OSError):
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
        if not tasks:
            return ()
        for task in tasks:
            try:
                facts = (task / "stat").read_text().rpartition(")")[2].split()
                call = (task / "syscall").read_text().strip()
            except OSError:
                return ()
            if facts[0] != "S" or not forever(call.split(), calls):
                return ()
            found.append(f"{task.name} {facts[11]} {facts[12]} {call}")
    return tuple(found)


def forever(words: list[str], calls: dict[int, int | None]) -> bool:
    """Whether a call, as /proc shows it, waits without a limit."""
    if not words or not words[0].isdigit() or int(words[0]) not in calls:
        return False
    number, arguments = int(words[0]), words[1:]
    if number == FUTEX and int(arguments[1], 16) & 0x7F not in FUTEX_WAITS:
        return False
    limit = calls[number]
    if limit is None:
        return True
    return arguments[limit] in (FOREVER[1:] if number in NUMBERS else FOREVER[:1])

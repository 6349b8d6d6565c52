"""Takes away what macOS does not have, in every interpreter that a program starts.

Python imports this at its start, after the recorder's own `sitecustomize`.  From CPython's
source: `spawn` is the default there; no affinity, no /proc, no pidfd, no epoll, no abstract
sockets; a semaphore tells no value (so a queue has no `qsize`) and is polled where a wait has
a limit; the address of a socket ends after 103 bytes.
"""

import contextlib
import os
import select
import signal
import sys
import time

#: What <sys/un.h> has room for there, less the zero at the end.
LONGEST = 103
MISSING = {
    os: "sched_getaffinity sched_setaffinity pidfd_open eventfd memfd_create splice setns unshare",
    select: "epoll",
    signal: "sigtimedwait sigwaitinfo pidfd_send_signal",
    time: "pthread_getcpuclockid CLOCK_BOOTTIME CLOCK_TAI",
}

# the build is Linux's all the same, and its facts are found by this name
_built = (sys.abiflags, sys.platform, getattr(sys.implementation, "_multiarch", ""))
os.environ.setdefault("_PYTHON_SYSCONFIGDATA_NAME", "_sysconfigdata_{}_{}_{}".format(*_built))
sys.platform = "darwin"
for module, names in MISSING.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
if hasattr(os, "process_cpu_count"):  # from 3.13 on, and the same where there is no affinity
    os.process_cpu_count = os.cpu_count


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Say of /proc that it is not there, and of a long address that it is too long."""
    if event in ("open", "os.listdir", "os.scandir") and arguments:
        path = arguments[0]
        if isinstance(path, (str, os.PathLike)) and f"{os.fspath(path)}/".startswith("/proc/"):
            raise FileNotFoundError(2, "No such file or directory", os.fspath(path))
    address = arguments[1] if event == "socket.bind" else ""
    if isinstance(address, (str, bytes)) and len(os.fsencode(address)) > LONGEST:
        raise OSError("AF_UNIX path too long")


sys.addaudithook(refuse)

with contextlib.suppress(ImportError):  # a subinterpreter may not load it
    import _multiprocessing

    class SemLock(_multiprocessing.SemLock):  # type: ignore[misc, name-defined]
        """A semaphore as macOS has it."""

        def _get_value(self) -> int:
            raise NotImplementedError

        def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
            """Wait without a limit, or ask again and again."""
            if not block or timeout is None:
                return bool(super().acquire(block))
            end = time.monotonic() + max(timeout, 0)
            while not super().acquire(False):
                if time.monotonic() >= end:
                    return False
                time.sleep(0.001)
            return True

        def __enter__(self) -> bool:
            return self.acquire()

    _multiprocessing.SemLock = SemLock

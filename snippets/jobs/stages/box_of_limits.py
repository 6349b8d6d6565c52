"""The files of a container's limits, as version 2 of control groups
has them; the memory of the group around it is less."""

from collections.abc import Iterator
from pathlib import Path

FILES = {
    "proc/self/cgroup": "0::/pod/job\n",
    "sys/fs/cgroup/pod/job/cpu.max": "50000 100000\n",
    "sys/fs/cgroup/pod/job/memory.max": "max\n",
    "sys/fs/cgroup/pod/job/pids.max": "100\n",
    "sys/fs/cgroup/pod/cpu.max": "max 100000\n",
    "sys/fs/cgroup/pod/memory.max": "536870912\n",
}


def stage() -> Iterator[None]:
    for name, text in FILES.items():
        path = Path("box", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    yield

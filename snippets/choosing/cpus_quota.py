"""The file cpu.max says how much CPU time a container gets in each
period, which gives a whole number of workers."""

import os
from pathlib import Path

CPU_MAX = Path("/sys/fs/cgroup/cpu.max")


def workers(cpus: int, cpu_max: str) -> int:
    quota, _, period = cpu_max.partition(" ")
    if quota == "max":
        return cpus
    return min(cpus, -(-int(quota) // int(period)))


def workers_here() -> int:
    try:
        cpus = len(os.sched_getaffinity(0))
    except AttributeError:
        cpus = os.cpu_count() or 1
    limit = CPU_MAX.read_text() if CPU_MAX.exists() else "max"
    return workers(cpus, limit)


def main() -> None:
    for limit in ("200000 100000", "250000 100000", "max 100000"):
        print(f"{limit}: {workers(64, limit)} workers of 64 CPUs")
    print("workers here, one at least:", workers_here() >= 1)


if __name__ == "__main__":
    main()

# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""On Linux, every version can count the CPUs that a process may run
on."""

import os


def usable_cpus() -> int:
    return len(os.sched_getaffinity(0))


def main() -> None:
    one_cpu = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {one_cpu})
    print("usable CPUs:", usable_cpus())


if __name__ == "__main__":
    main()

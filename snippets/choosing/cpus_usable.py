# /// script
# requires-python = ">=3.13"
# [tool.sample]
# systems = ["linux"]
# ///
"""The CPUs that a process may use can be fewer than the machine has,
and process_cpu_count counts those."""

import os


def main() -> None:
    machine = os.cpu_count()
    one_cpu = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {one_cpu})
    print("process_cpu_count():", os.process_cpu_count())
    print("cpu_count() as before:", os.cpu_count() == machine)


if __name__ == "__main__":
    main()

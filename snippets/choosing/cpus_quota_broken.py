"""A pool that is sized by the machine ignores the quota of its
container: 64 workers share the time of two CPUs."""

CPU_MAX = "200000 100000"  # stands for /sys/fs/cgroup/cpu.max
CPUS = 64


def workers(cpus: int, cpu_max: str) -> int:
    return cpus


def main() -> None:
    for limit in (CPU_MAX, "250000 100000", "max 100000"):
        print(f"{limit}: {workers(CPUS, limit)} workers")


if __name__ == "__main__":
    main()

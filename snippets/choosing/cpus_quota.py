"""The file cpu.max says how much CPU time a container gets in each
period, which gives a whole number of workers."""

CPU_MAX = "200000 100000"  # stands for /sys/fs/cgroup/cpu.max
CPUS = 64


def workers(cpus: int, cpu_max: str) -> int:
    quota, period = cpu_max.split()
    if quota == "max":
        return cpus
    return min(cpus, -(-int(quota) // int(period)))


def main() -> None:
    for limit in (CPU_MAX, "250000 100000", "max 100000"):
        print(f"{limit}: {workers(CPUS, limit)} workers")


if __name__ == "__main__":
    main()

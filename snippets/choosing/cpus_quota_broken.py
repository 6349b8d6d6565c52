"""A pool that is sized by the machine ignores the quota of its
container: 64 workers share the time of two CPUs."""


def workers(cpus: int, cpu_max: str) -> int:
    return cpus


def main() -> None:
    for limit in ("200000 100000", "250000 100000", "max 100000"):
        print(f"{limit}: {workers(64, limit)} workers of 64 CPUs")


if __name__ == "__main__":
    main()

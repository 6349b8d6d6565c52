# /// script
# dependencies = ["pyperf"]
# ///
"""What it costs to count one vote."""

from pyperf import Runner


def count() -> None:
    sum([1])


def main() -> None:
    Runner(processes=2, values=2).bench_func("count", count)


if __name__ == "__main__":
    main()

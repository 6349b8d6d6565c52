# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: Number of processes must be at least 1"
# ///
"""A pool of no process is refused."""

from multiprocessing import Pool


def main() -> None:
    jobs: list[int] = []
    with Pool(len(jobs)) as pool:
        print("done:", pool.map(abs, jobs))


if __name__ == "__main__":
    main()

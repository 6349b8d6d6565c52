# /// script
# [tool.sample.spared]
# kill = "a Pool does not tell that a worker is gone"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A pool gets one process at least."""

from multiprocessing import Pool


def main() -> None:
    jobs: list[int] = []
    with Pool(max(1, len(jobs))) as pool:
        print("done:", pool.map(abs, jobs))


if __name__ == "__main__":
    main()

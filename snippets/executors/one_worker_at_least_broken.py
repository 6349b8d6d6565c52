# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: max_workers must be greater than 0"
# ///
"""A pool of no workers is refused."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    cores, per_worker = 2, 4
    workers = cores // per_worker
    with ThreadPoolExecutor(workers) as pool:
        print("sum:", pool.submit(sum, (1, 2)).result())


if __name__ == "__main__":
    main()

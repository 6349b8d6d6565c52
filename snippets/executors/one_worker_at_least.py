"""A pool gets one worker at least, however the division comes out."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    cores, per_worker = 2, 4
    workers = max(1, cores // per_worker)
    with ThreadPoolExecutor(workers) as pool:
        print("sum:", pool.submit(sum, (1, 2)).result())


if __name__ == "__main__":
    main()

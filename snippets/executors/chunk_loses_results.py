# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# ///
"""A task that returns its error leaves the rest of the chunk whole."""

from concurrent.futures import ProcessPoolExecutor

LABELS = ["12", "15", "11", "14", "oops", "16"]


def read_weight(label: str) -> int | ValueError:
    try:
        return int(label)
    except ValueError as error:
        return error


def main() -> None:
    weights: list[int] = []
    with ProcessPoolExecutor(max_workers=1) as pool:
        for weight in pool.map(read_weight, LABELS, chunksize=3):
            if isinstance(weight, int):
                weights.append(weight)
            else:
                print("error:", weight)
    print("weights:", *weights)


if __name__ == "__main__":
    main()

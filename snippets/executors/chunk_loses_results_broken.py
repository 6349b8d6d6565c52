"""One bad item takes the good results of its chunk with it."""

from concurrent.futures import ProcessPoolExecutor

LABELS = ["12", "15", "11", "14", "oops", "16"]


def read_weight(label: str) -> int:
    return int(label)


def main() -> None:
    weights: list[int] = []
    with ProcessPoolExecutor(max_workers=1) as pool:
        try:
            for weight in pool.map(read_weight, LABELS, chunksize=3):
                weights.append(weight)
        except ValueError as error:
            print("error:", error)
    print("weights:", *weights)


if __name__ == "__main__":
    main()

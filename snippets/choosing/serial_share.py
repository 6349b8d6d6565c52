"""The part that nobody can share sets the limit to what more workers
win."""


def speed_up(serial: float, workers: int) -> float:
    return 1 / (serial + (1 - serial) / workers)


def main() -> None:
    for serial in (0.5, 0.1, 0.0):
        wins = [round(speed_up(serial, n), 1) for n in (2, 8, 1000)]
        print(f"{serial:.0%} serial, 2, 8 and 1000 workers:", *wins)


if __name__ == "__main__":
    main()

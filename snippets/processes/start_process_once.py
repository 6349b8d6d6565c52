"""Every round of the work gets a process of its own."""

from multiprocessing import Process


def water() -> None:
    print("the plants are watered")


def main() -> None:
    for _ in range(2):
        gardener = Process(target=water)
        gardener.start()
        gardener.join()


if __name__ == "__main__":
    main()

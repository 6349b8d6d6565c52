"""The function is given by its keyword."""

from threading import Thread


def main() -> None:
    baker = Thread(target=print, args=("bread is ready",))
    baker.start()
    baker.join()


if __name__ == "__main__":
    main()

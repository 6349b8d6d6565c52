"""A thread is started first and joined afterwards."""

from threading import Thread


def main() -> None:
    cook = Thread(target=print, args=("soup is ready",))
    cook.start()
    cook.join()


if __name__ == "__main__":
    main()

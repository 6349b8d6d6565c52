"""Whether a thread is a daemon is said before it is started."""

from threading import Thread


def main() -> None:
    clock = Thread(target=print, args=("tick",))
    clock.daemon = True
    clock.start()
    clock.join(10)


if __name__ == "__main__":
    main()

"""A thread that looks at an event before each round ends between two
rounds, never in the middle of one."""

from threading import Event, Thread


class Carousel:
    def __init__(self) -> None:
        self.stop, self.turning = Event(), Event()
        self.begun = self.ended = 0
        self.lights = "off"

    def turn(self) -> None:
        self.lights = "on"
        try:
            while not self.stop.is_set():
                self.begun += 1
                self.turning.set()
                self.ended += 1
        finally:
            self.lights = "off"


def main() -> None:
    carousel = Carousel()
    thread = Thread(target=carousel.turn)
    thread.start()
    carousel.turning.wait()
    carousel.stop.set()
    thread.join()
    print("it has turned:", carousel.ended > 0)
    print("unfinished rounds:", carousel.begun - carousel.ended)
    print("lights:", carousel.lights)


if __name__ == "__main__":
    main()

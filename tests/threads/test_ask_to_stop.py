from threading import Thread

from snippets.threads.ask_to_stop import Carousel


def test_who_is_asked_before_the_start_does_no_round() -> None:
    """A carousel that is asked to stop before it turns does not begin a round."""
    carousel = Carousel()
    carousel.stop.set()
    thread = Thread(target=carousel.turn, daemon=True)
    thread.start()
    thread.join(timeout=60)

    assert (carousel.begun, carousel.ended, carousel.lights) == (0, 0, "off")


def test_it_stops_wherever_it_is() -> None:
    """A carousel that turns has no unfinished round when it has stopped, and its lights are off."""
    for _ in range(20):
        carousel = Carousel()
        thread = Thread(target=carousel.turn, daemon=True)
        thread.start()
        assert carousel.turning.wait(timeout=60)
        carousel.stop.set()
        thread.join(timeout=60)

        assert carousel.begun == carousel.ended > 0
        assert carousel.lights == "off"

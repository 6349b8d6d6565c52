from multiprocessing import get_context


def test_a_small_item_hides_the_wrong_order() -> None:
    """Who joins first gets away with it while the item fits into the pipe."""
    spawn = get_context("spawn")
    tray = spawn.Queue()
    child = spawn.Process(target=tray.put, args=("a note",))
    child.start()
    child.join(timeout=60)

    assert (child.exitcode, tray.get(timeout=60)) == (0, "a note")

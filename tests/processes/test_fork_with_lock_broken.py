from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
def test_the_child_shows_where_it_waits(printed: Callable[[str], str]) -> None:
    """faulthandler prints the line in which a child waits for a lock that fork copied."""
    said = printed("""
        import faulthandler
        import os
        from multiprocessing import get_context
        from pathlib import Path
        from threading import Lock

        till = Lock()
        reader, writer = os.pipe()

        def sell():
            faulthandler.dump_traceback_later(0.1, repeat=True, file=writer)
            with till:
                print("sold")

        def waits_in(traceback):
            place, _, function = traceback.readline().rpartition(" in ")
            number = int(place.rpartition(" ")[2]) if function == "sell\\n" else 1
            return Path(__file__).read_text().splitlines()[number - 1].strip()

        if __name__ == "__main__":
            with till:
                child = get_context("fork").Process(target=sell)
                child.start()
            with open(reader) as traceback:
                while waits_in(traceback) != "with till:":
                    pass  # it is on its way there
            child.kill()
            child.join()
            print("the child waits; the till is free here:", not till.locked())
    """)

    assert said == "the child waits; the till is free here: True\n"

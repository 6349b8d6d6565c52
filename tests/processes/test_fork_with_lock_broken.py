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

        if __name__ == "__main__":
            with till:
                child = get_context("fork").Process(target=sell)
                child.start()
            os.close(writer)
            source = Path(__file__).read_text().splitlines()
            with open(reader) as traceback:
                for line in traceback:
                    place, _, function = line.strip().rpartition(" in ")
                    if function == "sell":
                        waits_at = source[int(place.rpartition(" ")[2]) - 1].strip()
                        if waits_at == "with till:":
                            break  # it was on its way there before
            child.kill()
            child.join()
            print("the child waits at", waits_at)
    """)

    assert said == "the child waits at with till:\n"

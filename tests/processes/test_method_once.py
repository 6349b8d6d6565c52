from collections.abc import Callable

import pytest


def test_a_child_settles_the_method_too(printed: Callable[[str], str]) -> None:
    """After one has started, it is too late to set another method."""
    said = printed("""
        from multiprocessing import Process, set_start_method

        if __name__ == "__main__":
            child = Process(target=print)
            child.start()
            child.join(timeout=60)
            try:
                set_start_method("spawn")
            except RuntimeError as error:
                print(error)
    """)

    assert said.endswith("context has already been set\n")


@pytest.mark.parametrize("deed", ["Lock()", "Queue()", "Value('i')", "get_start_method()"])
def test_much_settles_the_method(printed: Callable[[str], str], deed: str) -> None:
    """A lock, a queue, a value or a question for the method is enough; `force` sets it anew."""
    said = printed(f"""
        from multiprocessing import *

        if __name__ == "__main__":
            kept = {deed}
            try:
                set_start_method("spawn")
            except RuntimeError as error:
                print(error)
            set_start_method("spawn", force=True)
            print(get_start_method())
    """)

    assert said == "context has already been set\nspawn\n"

from collections.abc import Callable


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

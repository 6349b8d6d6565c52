from collections.abc import Callable

from shelf import find


def test_a_task_that_puts_nothing_is_no_hang(printed: Callable[[str], str]) -> None:
    """The error of the task is raised before anybody waits for its letter."""
    source = find("processes/queue_by_initializer").shown
    failing = source.replace("boxes[0].put(letter)", "raise ValueError('no stamp')")
    caught = failing.replace(
        "    main()\n",
        "    try:\n        main()\n    except ValueError as error:\n        print(error)\n",
    )

    assert printed(caught) == "no stamp\n"

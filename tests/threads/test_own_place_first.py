from concurrent.futures import ThreadPoolExecutor

from snippets.threads.own_place_first import here, main, visit


def test_what_another_thread_counts_is_its_own() -> None:
    """The main thread's value stays what it was, and a worker counts on from its own."""
    main()
    with ThreadPoolExecutor(1) as pool:
        counted = [pool.submit(visit).result(60) for _ in range(2)]

    assert (here.visits, counted) == (0, [1, 2])

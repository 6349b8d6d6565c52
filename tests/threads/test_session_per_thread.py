from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from snippets.threads.session_per_thread import Session, session


def test_each_thread_has_one_session() -> None:
    """Two threads that ask twice each get two sessions, and each gets its own again."""
    both = Barrier(2, timeout=60)

    def ask(_: int) -> tuple[Session, Session]:
        both.wait()
        return session(), session()

    with ThreadPoolExecutor(2) as pool:
        (one, again), (other, once_more) = pool.map(ask, range(2))

    assert one is again
    assert other is once_more
    assert one is not other

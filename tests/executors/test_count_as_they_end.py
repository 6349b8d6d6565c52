from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from snippets.executors import count_as_they_end as program


@pytest.fixture(autouse=True)
def shut(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each pool, here one of threads, was told to cancel what waits."""
    said = list[bool]()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            said.append(cancel_futures)
            super().shutdown(wait, cancel_futures=cancel_futures)

    monkeypatch.setattr(program, "ProcessPoolExecutor", Pool)
    return said


@pytest.mark.parametrize("bad", [(), (800,), (640, 1280)])
def test_a_task_that_fails_counts_as_ended(
    bad: tuple[int, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is told, and the status says whether there was one."""

    def shrink(width: int) -> int:
        if width in bad:
            raise OSError(f"no photo {width}")
        return width

    monkeypatch.setattr(program, "shrink", shrink)
    with pytest.raises(SystemExit) as ended:
        program.main()
    told = capsys.readouterr()

    assert ended.value.code == bool(bad)
    assert told.out == "".join(f"{number} of 4 done\n" for number in range(1, 5))
    assert sorted(told.err.splitlines()) == sorted(
        f"failed: OSError('no photo {width}')" for width in bad
    )


def test_whoever_leaves_early_cancels_what_waits(
    shut: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody works on for nothing."""

    def fail(asked: Any) -> None:
        raise OSError("nobody counts")

    monkeypatch.setattr(program, "as_completed", fail)
    with pytest.raises(OSError, match="nobody counts"):
        program.main()

    assert shut == [True]


def test_a_photo_is_shrunk_to_its_half() -> None:
    """Which the program itself does not tell."""
    assert program.shrink(1024) == 512

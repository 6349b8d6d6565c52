from multiprocessing import get_context


def test_a_running_process_has_no_exit_code() -> None:
    """The exit code is None until the process has ended."""
    spawn = get_context("spawn")
    bell = spawn.Event()
    child = spawn.Process(target=bell.wait, args=(60,))
    child.start()
    before = child.exitcode
    bell.set()
    child.join(timeout=60)

    assert (before, child.exitcode) == (None, 0)

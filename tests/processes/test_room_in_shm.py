import os
import shutil
import subprocess
import sys
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest

from snippets.processes import room_in_shm

FOLDER = Path(__file__).parents[2] / "snippets" / "processes"
CODE = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory
def fill(name):
    block = SharedMemory(name)
    block.buf[:] = b"x" * block.size
if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    import room_in_shm
    block = SharedMemory(create=True, size=8 << 20)
    child = multiprocessing.Process(target=fill, args=(block.name,))
    child.start()
    child.join(60)
    print("child:", child.exitcode)
    block.close()
    block.unlink()
    block = SharedMemory(create=True, size=8 << 20)
    with ProcessPoolExecutor(1) as pool:
        print(type(pool.submit(fill, block.name).exception(60)).__name__)
    block.close()
    block.unlink()
    try:
        room_in_shm.block_with_room(8 << 20)
    except OSError as error:
        print(error.strerror)
"""


def test_too_little_room_is_a_bus_error_or_an_exception(tmp_path: Path) -> None:
    """A block that is too big is made; to write to it is fatal, to reserve it raises."""
    program = tmp_path / "program.py"
    program.write_text(CODE)
    mount = "mount -t tmpfs -o size=1m tmpfs /dev/shm"
    small = [shutil.which("unshare") or "unshare", "-m", "sh", "-c"]
    try:
        subprocess.run([*small, mount], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to mount a small /dev/shm")
    call = f'{mount} && exec "{sys.executable}" "{program}" "{FOLDER}"'
    ended = subprocess.run([*small, call], capture_output=True, text=True, timeout=120)

    assert ended.stdout.splitlines() == [
        "child: -7",
        "BrokenProcessPool",
        "No space left on device",
    ]


def shared(size: int) -> SharedMemory:
    """A block as it is made without room."""
    return SharedMemory(create=True, size=size)


@pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc, looks into /dev/shm")
def test_it_has_its_room_and_nothing_more_is_open() -> None:
    """The block is as long as it was asked to be, and the way to it is closed again."""
    opened, lengths = [], []
    for make in (shared, shared, room_in_shm.block_with_room):  # the first has the tracker begun
        before = len(os.listdir("/proc/self/fd"))
        block = make(8_000)
        try:
            opened.append(len(os.listdir("/proc/self/fd")) - before)
            lengths.append(os.stat(f"/dev/shm/{block.name}").st_size)
        finally:
            block.close()
            block.unlink()

    assert opened[1:] == [opened[1]] * 2
    assert lengths == [8_000] * 3

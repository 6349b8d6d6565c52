"""What the page "Share memory on purpose" says and no program of it shows."""

from collections.abc import Callable
from threading import RLock

import pytest


def test_plus_equals_takes_the_lock_twice() -> None:
    """A read takes the lock once, a write does, and `+=` is both: it is free between them."""
    from multiprocessing import Value

    class Counting:
        taken = 0

        def __init__(self) -> None:
            self.lock = RLock()

        def acquire(self) -> bool:
            Counting.taken += 1
            return self.lock.acquire()

        def release(self) -> None:
            self.lock.release()

        def __enter__(self) -> bool:
            return self.acquire()

        def __exit__(self, *_: object) -> None:
            self.release()

    balance = Value("i", 0, lock=Counting())  # type: ignore[call-overload]
    told = []
    before = Counting.taken
    balance.value  # noqa: B018 - the read is what is counted
    told.append(Counting.taken - before)
    balance.value = 5
    told.append(Counting.taken - before)
    balance.value += 10
    told.append(Counting.taken - before)

    assert told == [1, 2, 4]


@pytest.mark.skipif("sys.platform == 'win32'", reason="there nobody unlinks")
def test_a_block_has_no_lock_and_loses_a_deposit(printed: Callable[[str], str]) -> None:
    """Two that read before either writes lose one deposit in shared memory, too."""
    said = printed("""
        from multiprocessing import Barrier, Process
        from multiprocessing.shared_memory import SharedMemory

        def deposit(name, meeting):
            block = SharedMemory(name)
            seen = block.buf[0]
            meeting.wait(30)
            block.buf[0] = seen + 10
            block.close()

        if __name__ == "__main__":
            block = SharedMemory(create=True, size=1)
            try:
                meeting = Barrier(2)
                clerks = [Process(target=deposit, args=(block.name, meeting)) for _ in "ab"]
                for clerk in clerks:
                    clerk.start()
                for clerk in clerks:
                    clerk.join()
                print(block.buf[0], hasattr(block, "get_lock"))
            finally:
                block.close()
                block.unlink()
    """)

    assert said == "10 False\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no tracker there")
def test_who_only_opened_a_block_is_warned_too(printed: Callable[[str], str]) -> None:
    """Its owner has unlinked it, and the tracker of the other program complains all the same."""
    said = printed("""
        import subprocess
        import sys
        from multiprocessing.shared_memory import SharedMemory

        READ = '''
        import sys
        from multiprocessing.shared_memory import SharedMemory
        block = SharedMemory(sys.argv[1])
        print("open", flush=True)
        sys.stdin.readline()
        block.close()
        '''
        command = [sys.executable, "-c", "\\n".join(map(str.strip, READ.splitlines()))]
        block = SharedMemory(create=True, size=5)
        pipe = subprocess.PIPE
        with subprocess.Popen(
            [*command, block.name], stdin=pipe, stdout=pipe, stderr=pipe, text=True
        ) as reader:
            reader.stdout.readline()
            block.close()
            block.unlink()
            _, warned = reader.communicate("go")
        print("1 leaked shared_memory objects" in warned, block.name.strip("/") in warned)
    """)

    assert said.startswith("True ")


def test_each_call_of_a_proxy_runs_in_another_process(printed: Callable[[str], str]) -> None:
    """Every call is counted and answered by the manager's process, and by no other."""
    said = printed("""
        import os
        from multiprocessing.managers import BaseManager

        class Clerk:
            def __init__(self):
                self.calls = 0

            def call(self):
                self.calls += 1
                return self.calls, os.getpid()

        BaseManager.register("Clerk", Clerk)
        if __name__ == "__main__":
            with BaseManager() as manager:
                clerk = manager.Clerk()
                came = [clerk.call() for _ in range(3)]
            print([count for count, _ in came], len({pid for _, pid in came} - {os.getpid()}))
    """)

    assert said == "[1, 2, 3] 1\n"


def test_a_program_of_its_own_takes_a_block_for_its_own(printed: Callable[[str], str]) -> None:
    """It ends, and the block that it only opened is gone, unless a common parent has a tracker."""
    said = printed("""
        import subprocess
        import sys
        from multiprocessing import Process
        from multiprocessing.shared_memory import SharedMemory

        def look(name):
            SharedMemory(name).close()

        if __name__ == "__main__":
            block = SharedMemory(create=True, size=5)
            child = Process(target=look, args=(block.name,))
            child.start()
            child.join()
            try:
                SharedMemory(block.name).close()
                print("there after a child")
                code = "import sys; from multiprocessing.shared_memory import SharedMemory"
                code += "; SharedMemory(sys.argv[1]).close()"
                command = [sys.executable, "-W", "ignore", "-c", code, block.name]
                subprocess.run(command, capture_output=True)  # to the tracker's end
                block.close()
                block.unlink()
                print("there after a program")
            except FileNotFoundError:
                print("gone after a program")
                from multiprocessing import resource_tracker

                resource_tracker.unregister("/" + block.name, "shared_memory")
    """)

    assert said == "there after a child\ngone after a program\n"


def test_a_value_of_a_manager_has_no_lock_to_ask_for(printed: Callable[[str], str]) -> None:
    """A plain one has; around that of a manager goes a lock of the manager."""
    said = printed(
        "import multiprocessing\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context('spawn').Manager() as manager:\n"
        "        value = manager.Value('i', 0)\n"
        "        with manager.Lock():\n"
        "            value.value += 1\n"
        "        print(value.value, hasattr(value, 'get_lock'))\n"
        "    print(hasattr(multiprocessing.Value('i', 0), 'get_lock'))\n"
    )

    assert said == "1 False\nTrue\n"


def test_a_lock_of_threads_keeps_out_no_process(printed: Callable[[str], str]) -> None:
    """A child that imports the file has a lock of its own, and takes it."""
    said = printed(
        "import multiprocessing, threading\n"
        "lock = threading.Lock()\n"
        "def take():\n"
        "    print(lock.acquire(timeout=1), flush=True)\n"
        "if __name__ == '__main__':\n"
        "    child = multiprocessing.get_context('spawn').Process(target=take)\n"
        "    with lock:\n"
        "        child.start()\n"
        "        child.join(60)\n"
    )

    assert said == "True\n"

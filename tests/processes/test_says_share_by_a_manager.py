"""What the page "Share an object through a manager" says and no program of it shows."""

import os
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")

TEXT = """
import os, sys
from multiprocessing import get_context
from multiprocessing.managers import BaseManager, NamespaceProxy
from threading import Barrier, Thread

class Box:
    def __init__(self):
        self.total = 0
        self.inner = [1]
        self.meeting = Barrier(2)

    def __len__(self):
        return 3

    def _hidden(self):
        return 1

    @property
    def double(self):
        return self.total * 2

    def pay(self, amount):
        self.total += amount

    def count(self):
        return self.total

    def rows(self):
        return self.inner

    def meet(self):
        return self.meeting.wait(20)

class BoxProxy(NamespaceProxy):
    _exposed_ = ("__getattribute__", "__setattr__", "__delattr__", "pay")

    def pay(self, amount):
        return self._callmethod("pay", (amount,))

class Shop(BaseManager):
    pass

Shop.register("till", Box)
Shop.register("long", Box, exposed=("pay", "count", "__len__"))
Shop.register("open", Box, BoxProxy)

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split(chr(10))[0])

def main():
BODY

if __name__ == "__main__":
    main()
"""


def said(printed: Callable[[str], str], body: str) -> list[str]:
    """What the program prints with one body, line by line."""
    return printed(TEXT.replace("BODY", body)).splitlines()


def test_what_a_proxy_has(printed: Callable[[str], str]) -> None:
    """Public methods; not attributes, properties, special methods; and a set one is its own."""
    lines = said(
        printed,
        """
    with Shop() as shop:
        till = shop.till()
        till.pay(5)
        for call in (lambda: till.total, lambda: till.double, lambda: len(till),
                     lambda: till[0], lambda: list(till), lambda: till._hidden()):
            attempt(call)
        till.total = 9
        print(till.total, till.count())
        till.rows().append(5)
        print(till.rows())
""",
    )

    assert lines[0] == "AttributeError 'AutoProxy[till]' object has no attribute 'total'"
    assert [line.split()[0] for line in lines[1:6]] == [
        "AttributeError",
        "TypeError",
        "TypeError",
        "TypeError",
        "AttributeError",
    ]
    assert lines[6:] == ["9 5", "[1]"]


def test_what_exposed_names(printed: Callable[[str], str]) -> None:
    """Those methods and no other; a proxy class lets attributes through."""
    lines = said(
        printed,
        """
    with Shop() as shop:
        till, free = shop.long(), shop.open()
        print(len(till))
        attempt(till.count)
        attempt(lambda: till.rows())
        free.pay(5)
        free.total += 1
        print(free.total, free.double)
""",
    )

    assert lines[:2] == ["3", "0"] and lines[2].startswith("AttributeError")
    assert lines[3] == "6 12"


def test_calls_overlap(printed: Callable[[str], str]) -> None:
    """Two callers are inside a method at once: they meet there."""
    lines = said(
        printed,
        """
    with Shop() as shop:
        till = shop.till()
        callers = [Thread(target=till.meet) for _ in range(2)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(20)
        print([caller.is_alive() for caller in callers])
""",
    )

    assert lines == ["[False, False]"]


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_who_is_gone(printed: Callable[[str], str], method: str) -> None:
    """Each message of the table, by its cause."""
    lines = said(
        printed,
        f"""
    context = get_context({method!r})
    attempt(Shop(address=("127.0.0.1", 1)).connect)
    attempt(Shop(address="./no_socket").connect)
    attempt(Shop().till)
    shop = Shop(ctx=context)
    shop.start()
    till = shop.till()
    till.pay(1)
    shop.shutdown()
    attempt(lambda: till.pay(1))
    attempt(shop.till)
    shop = Shop(ctx=context)
    shop.start()
    till = shop.till()
    shop.shutdown()
    caller = Thread(target=attempt, args=(lambda: till.pay(1),))
    caller.start()
    caller.join(20)
    with Shop(ctx=context) as shop:
        till = shop.till()
        attempt(lambda: till._callmethod("__len__"))
""",
    )
    words = [line.split(" [")[0] for line in lines]

    assert words[:3] == [
        "ConnectionRefusedError",
        "FileNotFoundError",
        "AssertionError server not yet started",
    ]
    assert words[3] in ("BrokenPipeError", "ConnectionResetError", "EOFError ", "EOFError")
    assert words[4:6] == ["AssertionError server not yet started", "FileNotFoundError"]
    assert words[6].startswith("RemoteError")
    assert os.sep == "/"


def test_shared_memory_has_no_process_of_its_own(printed: Callable[[str], str]) -> None:
    """A number, an array and a block start no child; a manager is one."""
    lines = said(
        printed,
        """
    from multiprocessing import Array, Manager, Value, active_children
    from multiprocessing.shared_memory import SharedMemory
    number, row, block = Value("i", 3), Array("d", 5), SharedMemory(create=True, size=8)
    print(number.value, len(row), len(active_children()))
    block.close()
    block.unlink()
    with Manager():
        print(len(active_children()))
""",
    )

    assert lines == ["3 5 0", "1"]

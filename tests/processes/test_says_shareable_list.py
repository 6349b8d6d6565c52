"""What the page "Know the limits of ShareableList" says and no program of it shows."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")

TEXT = """
from multiprocessing import get_context
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import ShareableList

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__)

def change(words):
    words[0] = "jam"
    ShareableList(name=words.shm.name)[1] = 7

def main():
    with SharedMemoryManager() as manager:
        make = manager.ShareableList
BODY

if __name__ == "__main__":
    main()
"""


def said(printed: Callable[[str], str], body: str) -> list[str]:
    """What the program prints with one body, line by line."""
    return printed(TEXT.replace("BODY", body)).splitlines()


def test_the_room_of_a_text(printed: Callable[[str], str]) -> None:
    """Steps of eight bytes of UTF-8, and more than the first text took."""
    lines = said(
        printed,
        """
        for size in (3, 7, 8, 15, 16):
            words = make(["x" * size])
            room = size
            try:
                for room in range(size, 100):
                    words[0] = "y" * (room + 1)
            except ValueError:
                print(size, room)
        words = make(["tea"])
        attempt(lambda: words.__setitem__(0, "\\u00e9" * 4) or words[0].encode())
        attempt(lambda: words.__setitem__(0, "\\u00e9" * 5))
""",
    )

    assert lines[:5] == ["3 8", "7 8", "8 16", "15 16", "16 24"]
    assert lines[5].count("xc3") == 4 and lines[6] == "ValueError"


def test_what_fits(printed: Callable[[str], str]) -> None:
    """Six types, which may take each other's place; no others, and no other length."""
    lines = said(
        printed,
        """
        words = make([True, None, 5, 2.5, "tea", b"x"])
        print(list(words))
        words[0], words[4] = 12, None
        print(list(words))
        attempt(lambda: words.append(1))
        attempt(lambda: words.__delitem__(0))
        attempt(lambda: words[0:2])
        attempt(lambda: make([2**63 - 1])[0])
        attempt(lambda: make([2**63]))
        attempt(lambda: make([[1]]))
        print(list(make(["x\\0", b"x\\0\\0"])))
""",
    )

    assert lines[:9] == [
        "[True, None, 5, 2.5, 'tea', b'x']",
        "[12, None, 5, 2.5, None, b'x']",
        "AttributeError",
        "AttributeError",
        "TypeError",
        "9223372036854775807",
        "error",
        "KeyError",
        "['x', b'x']",
    ]


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_another_process_sees_it(printed: Callable[[str], str], method: str) -> None:
    """As an argument and by its name."""
    lines = said(
        printed,
        f"""
        words = make(["tea", 3])
        child = get_context({method!r}).Process(target=change, args=(words,))
        child.start()
        child.join(60)
        print(list(words))
""",
    )

    assert lines[-1] == "['jam', 7]"


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_it_has_no_lock(printed: Callable[[str], str], method: str) -> None:
    """Two processes are inside of `+= 1` at once, each with the number read, and one is lost."""
    source = TEXT.replace(
        "def main():",
        """
class Step:
    def __init__(self, meeting):
        self.meeting = meeting

    def __radd__(self, number):
        self.meeting.wait(30)
        return number + 1

def add(words, meeting):
    words[1] += Step(meeting)

def main():""",
    ).replace(
        "BODY",
        f"""
        words = make(["tea", 3])
        context = get_context({method!r})
        meeting = context.Barrier(2)
        children = [context.Process(target=add, args=(words, meeting)) for _ in range(2)]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        print(words[1], *[child.exitcode for child in children])
""",
    )

    assert printed(source).splitlines()[-1] == "4 0 0"

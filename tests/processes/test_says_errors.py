"""What the page of errors from processes says of keys, beyond what its programs show."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SERVE = """
import sys
from multiprocessing.managers import BaseManager

if __name__ == "__main__":
    stock = {"tea": 3}
    BaseManager.register("stock", callable=lambda: stock)
    server = BaseManager(address=("127.0.0.1", 0), authkey=b"tea").get_server()
    print(server.address[1], flush=True)
    server.serve_forever()
"""
ASK = """
import sys
from multiprocessing import AuthenticationError
from multiprocessing.managers import BaseManager

if __name__ == "__main__":
    BaseManager.register("stock")
    for key in (b"tea", b"milk", None):
        other = BaseManager(address=("127.0.0.1", int(sys.argv[1])), authkey=key)
        try:
            other.connect()
            print(other.stock().get("tea"))
        except AuthenticationError as error:
            print(error)
"""


def test_a_proxy_through_a_queue_needs_the_key_in_its_receiver(
    printed: Callable[[str], str],
) -> None:
    """Refused without; let in with it set in the child, as an argument, or set in the parent."""
    said = printed("""
        from multiprocessing import current_process, get_context
        from multiprocessing.managers import SyncManager

        def use(box, said, key):
            if key:
                current_process().authkey = key
            try:
                box.get(timeout=60)["tea"] = 1
            except Exception as error:
                said.put(str(error))
            else:
                said.put("let in")

        def direct(stock, said):
            stock["tea"] = 1
            said.put("let in")

        def tell(target, *arguments, send=None):
            said = spawn.Queue()
            child = spawn.Process(target=target, args=(arguments[0], said, *arguments[1:]))
            child.start()
            if send is not None:
                arguments[0].put(send)
            print(said.get(timeout=60))
            child.join(60)

        spawn = get_context("spawn")

        def main():
            with SyncManager(authkey=b"tea") as manager:
                stock = manager.dict()
                tell(use, spawn.Queue(), None, send=stock)
                tell(use, spawn.Queue(), b"tea", send=stock)
                tell(direct, stock)
                current_process().authkey = b"tea"
                tell(use, spawn.Queue(), None, send=stock)

        if __name__ == "__main__":
            main()
    """)

    assert said.splitlines() == ["digest sent was rejected", *["let in"] * 3]


def test_another_program_is_let_in_with_the_key_alone(tmp_path: Path) -> None:
    """Another key is refused, and None stands for the random one."""
    (tmp_path / "serve.py").write_text(SERVE)
    (tmp_path / "ask.py").write_text(ASK)
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "serve.py")], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            port = server.stdout.readline().strip()
            asked = subprocess.run(
                [sys.executable, str(tmp_path / "ask.py"), port],
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
        finally:
            server.kill()

    assert asked.stdout.splitlines() == ["3", *["digest sent was rejected"] * 2]


def test_what_a_pool_makes_of_a_second_list(printed: Callable[[str], str]) -> None:
    """It is no number for the chunk size; a number is one, and the function misses its argument."""
    said = printed("""
        from functools import partial
        from multiprocessing import get_context

        ITEMS, PLACES = ["bread", "milk"], ["shelf", "fridge"]

        def move(item, place):
            return f"{item}: {place}"

        def attempt(call, *given):
            try:
                print(list(call(*given)))
            except TypeError as error:
                print(str(error).replace(" not supported between instances of", ""))

        def main():
            with get_context("spawn").Pool(1) as pool:
                for way in (pool.map, pool.starmap, pool.map_async, pool.imap, pool.imap_unordered):
                    attempt(way, move, ITEMS, PLACES)
                attempt(pool.map, move, ITEMS, 1)
                attempt(pool.starmap, move, zip(ITEMS, PLACES))
                attempt(pool.map, partial(move, place="shelf"), ITEMS)

        if __name__ == "__main__":
            main()
    """)

    assert said.splitlines() == [
        *["'<=' 'list' and 'int'"] * 3,
        *["'<' 'list' and 'int'"] * 2,
        "move() missing 1 required positional argument: 'place'",
        "['bread: shelf', 'milk: fridge']",
        "['bread: shelf', 'milk: shelf']",
    ]


def test_a_note_names_what_cannot_travel(printed: Callable[[str], str]) -> None:
    """Newer versions say which attribute of the object holds the lock, in both kinds of pool."""
    said = printed("""
        import sys
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import Pool
        from threading import RLock

        class Shop:
            def __init__(self):
                self.guard = RLock()

            def work(self, item):
                return item

        def tell(error):
            print(error, getattr(error, "__notes__", [])[:1])

        if __name__ == "__main__":
            with ProcessPoolExecutor(1) as pool:
                error = pool.submit(Shop().work, 1).exception(60)
            print(sys.version_info >= (3, 14))
            tell(error)
            with Pool(1) as pool:
                try:
                    pool.map(Shop().work, [1])
                except TypeError as error:
                    tell(error)
    """)
    newer, *told = said.splitlines()
    notes = ["when serializing dict item 'guard'"] if newer == "True" else []

    assert told == [f"cannot pickle '_thread.RLock' object {notes}"] * 2

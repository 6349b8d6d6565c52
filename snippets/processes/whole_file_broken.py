"""A process opens a file to write it anew, and another one reads it at
that moment: it is empty."""

import json
from multiprocessing import Process
from pathlib import Path
from tempfile import TemporaryDirectory


def read(path: Path) -> None:
    print("open orders:", len(json.loads(path.read_text())))


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "orders.json")
        path.write_text('["bread"]')
        with path.open("w") as file:
            reader = Process(target=read, args=(path,))
            reader.start()
            reader.join()
            file.write('["bread", "milk"]')


if __name__ == "__main__":
    main()

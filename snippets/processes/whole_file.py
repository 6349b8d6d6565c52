"""A process writes a new file beside the old one and puts it in its
place at once, so another one reads the old file or the new one."""

import json
import os
import signal
import sys
from multiprocessing import Process
from pathlib import Path
from tempfile import TemporaryDirectory


def read(path: Path) -> None:
    print("open orders:", len(json.loads(path.read_text())))


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with TemporaryDirectory() as folder:
        path = Path(folder, "orders.json")
        path.write_text('["bread"]')
        with (new := Path(folder, "orders.new")).open("w") as file:
            reader = Process(target=read, args=(path,))
            reader.start()
            reader.join()
            if reader.exitcode != 0:
                sys.exit(f"the reader ended with {reader.exitcode}")
            file.write('["bread", "milk"]')
        os.replace(new, path)
        read(path)


if __name__ == "__main__":
    main()

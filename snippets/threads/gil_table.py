# /// script
# [tool.sample]
# gil = true
# ///
"""Sixteen calls of the standard library, each with its argument, and
whether the call lets a neighbour thread run meanwhile."""

from collections.abc import Callable
from pkgutil import resolve_name
from sys import executable, setswitchinterval
from threading import Lock, Thread

TASKS: dict[str, object] = {  # add a line with a call of your own
    "time.sleep": 0.01,
    "subprocess.check_output": [executable, "-c", ""],
    "hashlib.sha256 zlib.crc32 zlib.compress bz2.compress"
    " lzma.compress base64.b64encode binascii.hexlify": bytes(10**7),
    "json.dumps pickle.dumps copy.deepcopy builtins.sorted"
    " builtins.sum": [3, 1, 2] * 10_000,
    "json.loads html.escape": "[" + "1," * 99_999 + "1]",
}


def verdict(call: Callable[[object], object], given: object) -> str:
    call(given)
    gate = Lock()
    neighbour = Thread(target=gate.acquire)
    with gate:
        neighbour.start()
    for _ in range(50):
        if neighbour.is_alive():
            call(given)
    answer = "keeps it" if neighbour.is_alive() else "releases it"
    neighbour.join()
    return answer


def main() -> None:
    setswitchinterval(1000)
    for names, given in TASKS.items():
        for name in names.split():
            print(name, verdict(resolve_name(name), given))


if __name__ == "__main__":
    main()

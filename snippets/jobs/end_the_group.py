# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# status = 1
# ///
"""A command begins a process group of its own, and its time limit ends
the whole group, so that what it has started ends with it."""

import os
import signal
import sys
from contextlib import ExitStack, suppress
from functools import partial
from subprocess import PIPE, CompletedProcess, Popen, TimeoutExpired

COMMAND = "sleep 300 & echo begun; wait"
LIMIT = 0.5


def run(command: str, limit: float) -> CompletedProcess[str]:
    begin = partial(Popen[str], command, shell=True, text=True)
    group = partial(begin, stdout=PIPE, start_new_session=True)
    with ExitStack() as end:
        end.enter_context(suppress(ProcessLookupError))
        end.callback(  # in one step with the begin
            os.killpg,
            (shell := end.enter_context(group())).pid,
            signal.SIGKILL,
        )
        out, _ = shell.communicate(timeout=limit)
    return CompletedProcess(command, shell.returncode, out)


def stop(number: int, _: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the way out is short
    sys.exit(128 + number)


def main() -> None:
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        run(COMMAND, LIMIT)
    except TimeoutExpired as error:
        print("ended:", (error.output or b"").decode().strip())
        print(type(error).__name__)
        sys.exit(1)


if __name__ == "__main__":
    main()

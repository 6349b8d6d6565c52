"""Sets up a stage, runs a program beside it as its page shows, and takes the stage down.

    python staging.py stage.py python program.py arguments

A stage is a file with a generator function `stage`.  It is called in the
folder that the program is run in: before its `yield` it writes the files that
the program is pointed at, starts what is on the other side, and may set the
program's environment; after it, it stops that.  It runs on the program's own
interpreter and imports nothing of ours, so a reader can do the same with these
two files.

What the program writes to its standard error is shown only where it ended in
a way that it did not choose, or is put to trial: progress is no part of a
transcript.
"""

import contextlib
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from typing import IO


def main() -> int:
    """Run one program on its stage; its exit status is ours."""
    path, *words = sys.argv[1:]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # it is the program's to answer them
    stage = contextlib.contextmanager(runpy.run_path(path)["stage"])
    with stage(), tempfile.TemporaryFile() as errors:
        # what our own interpreter has noted of being the first is not so of the program
        variables = {k: v for k, v in os.environ.items() if not k.startswith("STRIKE_")}
        status = subprocess.run(words, stderr=errors, env=variables, check=False).returncode
        put_to_trial = "STRIKE" in os.environ
        if put_to_trial or status not in (0, 1) or (status and _traceback(errors)):
            errors.seek(0)
            sys.stderr.buffer.write(errors.read())
    if status < 0:  # as the program ended, so do we
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


def _traceback(errors: IO[bytes]) -> bool:
    errors.seek(0)
    return b"Traceback (most recent call last)" in errors.read()


if __name__ == "__main__":
    sys.exit(main())

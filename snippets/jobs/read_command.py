"""What a command prints is read while it runs, so it need not wait for
its reader."""

import signal
import sys
from subprocess import PIPE, Popen

ORDERS = "for n in range(50_000): print('order', n)"
COMMAND = [sys.executable, "-c", ORDERS]


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Popen(COMMAND, stdout=PIPE, stderr=PIPE, text=True) as command:
        print("wait for the orders", flush=True)
        try:
            out, errors = command.communicate(timeout=60)
        finally:
            command.kill()
    print("lines:", len(out.splitlines()))
    if command.returncode != 0:
        sys.exit(f"status {command.returncode}: {errors}")


if __name__ == "__main__":
    main()

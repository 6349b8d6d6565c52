# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""After Ctrl-C a pool does all the tasks that wait in it before its
with block ends."""

import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event, active_children, synchronize

begun: synchronize.Event


def learn(event: synchronize.Event) -> None:
    global begun
    begun = event
    signal.signal(signal.SIGINT, signal.default_int_handler)


def convert(image: int) -> None:
    begun.set()
    time.sleep(1 if image else 10)  # stands for a long conversion


def press_ctrl_c() -> None:
    assert begun.wait(timeout=10), "nothing has begun"
    for process in active_children():
        os.kill(process.pid or 0, signal.SIGINT)
    signal.raise_signal(signal.SIGINT)


def main() -> None:
    learn(Event())
    try:
        with ProcessPoolExecutor(1, None, learn, (begun,)) as pool:
            tasks = [pool.submit(convert, image) for image in range(9)]
            press_ctrl_c()
            tasks[0].result()
    except KeyboardInterrupt:
        print("the last image is cancelled:", tasks[-1].cancelled())


if __name__ == "__main__":
    main()

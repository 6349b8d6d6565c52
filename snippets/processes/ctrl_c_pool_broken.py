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
from multiprocessing import Event
from multiprocessing.synchronize import Event as EventType

begun: EventType


def learn(bell: EventType) -> None:
    global begun
    begun = bell


def bake(loaf: int) -> int:
    while loaf == 0:
        begun.set()
        time.sleep(0.1)  # stands for a long time in the oven
    return loaf


def main() -> None:
    bell = Event()
    try:
        with ProcessPoolExecutor(1, None, learn, (bell,)) as pool:
            tasks = [pool.submit(bake, loaf) for loaf in range(9)]
            bell.wait()
            os.kill(0, signal.SIGINT)
            tasks[0].result()
    except KeyboardInterrupt:
        print("the last loaf is cancelled:", tasks[-1].cancelled())


if __name__ == "__main__":
    main()

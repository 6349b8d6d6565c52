# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# [tool.sample.variants.server]
# start-method = "forkserver"
# python = ">=3.13.8,!=3.14.0"
# ///
"""Children that read the file anew seed alike and draw the same
numbers."""

import random
from multiprocessing import Process, Queue, queues

random.seed(1)


def roll(seed: int, rolls: "queues.Queue[float]") -> None:
    rolls.put(random.random())


def main() -> None:
    rolls: queues.Queue[float] = Queue()
    players = [Process(target=roll, args=(n, rolls)) for n in (1, 2)]
    for player in players:
        player.start()
    print("the same number:", rolls.get() == rolls.get())
    for player in players:
        player.join()


if __name__ == "__main__":
    main()

"""A lock around reading and writing keeps both votes."""

from threading import Barrier, Lock, Thread

tally = {"votes": 0}
ballot_box = Lock()


def vote(meeting: Barrier) -> None:
    meeting.wait()  # both come at once
    with ballot_box:
        tally["votes"] += 1


def main() -> None:
    meeting = Barrier(2)
    voters = [Thread(target=vote, args=(meeting,)) for _ in range(2)]
    for voter in voters:
        voter.start()
    for voter in voters:
        voter.join()
    print("votes that were counted:", tally["votes"])


if __name__ == "__main__":
    main()

"""Two threads both read the tally before either writes it, so one vote
is lost."""

from threading import Barrier, Thread

tally = {"votes": 0}


def vote(meeting: Barrier) -> None:
    votes = tally["votes"]
    meeting.wait()  # both have read, neither has written
    tally["votes"] = votes + 1


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

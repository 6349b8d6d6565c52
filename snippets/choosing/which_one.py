"""A few questions with yes or no, asked in this order, tell what a job
needs."""

from collections.abc import Callable


def choose(yes: Callable[[str], bool]) -> str:
    if yes("Is it fast enough already?"):
        return "nothing at all"
    if yes("Is it unknown which part takes the time?"):
        return "measure first"
    if yes("Can a task crash Python, or must you be able to kill it?"):
        return "lone processes (Process)"
    if yes("Does it mostly wait: for a network, a disk, a program?"):
        if yes("Thousands of waits at once, all through async calls?"):
            return "asyncio"
        return "threads (ThreadPoolExecutor)"
    if yes("Does it compute in long calls that release the GIL?"):
        return "threads (ThreadPoolExecutor)"
    if yes("Is Python without the GIL allowed, every package ready?"):
        return "threads without the GIL"
    if yes("Are arguments or results big next to the work?"):
        return "send less first"
    if yes("Does it need more than one machine?"):
        return "an engine for several machines"
    if yes("Python 3.14 or newer, all packages fit for interpreters?"):
        return "interpreters (InterpreterPoolExecutor)"
    return "processes (ProcessPoolExecutor)"


def advise(job: str, answers: str) -> None:
    replies = iter(answers.split())
    print(f"{job}: {choose(lambda question: next(replies) == 'yes')}")


def main() -> None:
    advise("rename ten photos", "yes")
    advise("fetch fifty web pages", "no no no yes no")
    advise("solve sudokus on Python 3.13", "no no no no no no no no no")


if __name__ == "__main__":
    main()

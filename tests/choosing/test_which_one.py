"""Every way through the questions of `which_one` ends at a leaf, and every leaf has a way."""

import ast
import inspect

import pytest

from snippets.choosing.which_one import choose


def ways(answers: tuple[bool, ...] = ()) -> list[tuple[list[str], str]]:
    """The questions and the leaf of each way that begins with `answers`."""
    asked: list[str] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return answers[len(asked) - 1] if len(asked) <= len(answers) else False

    leaf = choose(yes)
    if len(asked) <= len(answers):
        return [(asked, leaf)]
    return ways((*answers, True)) + ways((*answers, False))


def test_every_leaf_is_reached_by_some_answers() -> None:
    """Answering both ways at every question reaches every leaf that the function returns."""
    tree = ast.parse(inspect.getsource(choose))
    returns = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    leaves = {leaf.value for leaf in returns if isinstance(leaf, ast.Constant)}

    assert {leaf for _, leaf in ways()} == leaves


def test_no_question_is_asked_twice_on_a_way() -> None:
    """Whatever you answer, you are asked each question at most once."""
    repeated = [asked for asked, _ in ways() if len(asked) != len(set(asked))]

    assert not repeated


YES = {
    "fast": "Is it fast enough already?",
    "unknown": "Is it unknown which part takes the time?",
    "crash": "Can a task crash Python, or must you be able to kill it?",
    "waits": "Does it mostly wait: for a network, a disk, a program?",
    "thousands": "Thousands of waits at once, all through async calls?",
    "releases": "Does it compute in long calls that release the GIL?",
    "no GIL": "Is Python without the GIL allowed, every package ready?",
    "big": "Are arguments or results big next to the work?",
    "machines": "Does it need more than one machine?",
    "fit": "Python 3.14 or newer, all packages fit for interpreters?",
}


@pytest.mark.parametrize(
    ("answers", "leaf"),
    [
        (["fast"], "nothing at all"),
        (["unknown"], "measure first"),
        (["crash"], "lone processes (Process)"),
        (["waits", "thousands"], "asyncio"),
        (["waits"], "threads (ThreadPoolExecutor)"),
        (["releases"], "threads (ThreadPoolExecutor)"),
        (["no GIL"], "threads without the GIL"),
        (["big"], "send less first"),
        (["machines"], "an engine for several machines"),
        (["fit"], "interpreters (InterpreterPoolExecutor)"),
        ([], "processes (ProcessPoolExecutor)"),
    ],
)
def test_each_answer_leads_to_its_leaf(answers: list[str], leaf: str) -> None:
    """Yes to these questions and no to all others."""
    wanted = {YES[one] for one in answers}

    assert choose(lambda question: question in wanted) == leaf

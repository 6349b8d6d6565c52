"""Every way through the questions of `which_one` ends at a leaf, and every leaf has a way."""

import ast
import inspect

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

"""What contributors are told: forms that GitHub accepts, and guides that name what is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from shelf import ROOT
from shelf.fault import Fault
from shelf.shelf import TOPICS
from tests.checks.pages.markdown import GUIDES, Page
from tests.checks.work.command import run
from tests.checks.work.messages import no

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
HOOKS = ".pre-commit-config.yaml"
#: Lines of CONTRIBUTING.md that are one screen.
SCREEN = 60


def form(name: str) -> dict[str, Any]:
    """The fields of an issue form, by their id."""
    body = yaml.safe_load((FORMS / f"{name}.yml").read_text(encoding="utf-8"))["body"]
    return {field["id"]: field for field in body}


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-issue-forms", sorted(set(FORMS.glob("*.yml")) - {FORMS / "config.yml"})),
        ("github-issue-config", [FORMS / "config.yml"]),
        ("citation-file-format", [ROOT / "CITATION.cff"]),
    ],
    ids=["forms", "config", "citation"],
)
def test_github_accepts_it(schema: str, files: list[Path]) -> None:
    """A form with a mistake is not shown, and nobody is told."""
    words = ["-m", "check_jsonschema", "--quiet", "--builtin-schema", f"vendor.{schema}"]
    status, text = run([*words, "--force-filetype=yaml", *map(str, files)], ROOT)

    assert files
    assert (status, text) == (0, "")


def test_a_report_says_on_which_machine() -> None:
    """A program of ours, or two commands that any Python has."""
    machine = form("failing-program")["machine"]

    assert "`python your_machine.py`" in machine["attributes"]["description"]
    assert "`python -VV` and `python -m platform`" in machine["attributes"]["description"]
    assert machine["validations"]["required"]


def test_a_wish_names_a_topic_that_there_is() -> None:
    """In the order of the site; who does not know says so."""
    *topics, unknown = form("article-wanted")["topic"]["attributes"]["options"]

    assert [topic.lower() for topic in topics] == list(TOPICS)
    assert unknown == "I do not know"


def test_code_owners_are_accounts() -> None:
    """A line that GitHub cannot read is passed over, and nobody is asked for a review."""
    lines = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    accounts = [account for _, *accounts in rules for account in accounts]

    assert all(len(rule) > 1 for rule in rules)
    assert all(re.fullmatch(r"@[\w-]+(/[\w-]+)?|\S+@\S+\.\S+", account) for account in accounts)
    assert all(list(ROOT.glob(rule[0].strip("/"))) for rule in rules)


def test_hooks_are_commands_that_one_types() -> None:
    """They fetch nothing, and find what `make` finds."""
    settings = yaml.safe_load((ROOT / HOOKS).read_text(encoding="utf-8"))
    hooks = [hook for repository in settings["repos"] for hook in repository["hooks"]]

    assert {repository["repo"] for repository in settings["repos"]} == {"local"}
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {hook["entry"].removeprefix("make ") for hook in hooks} <= targets()


def test_contributing_is_one_screen() -> None:
    """What is longer is not read before the first change."""
    lines = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").count("\n")

    assert lines <= SCREEN


def targets() -> set[str]:
    """The commands of the Makefile."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^([a-z]+):(?!=)", text))


#: What makes a command of the Makefile end well although something in it did not.
HIDES = re.compile(
    r"^\t@?-|\|\|\s*(?:true|:|exit 0)(?=[\s;)]|$)|;\s*(?:true|:|exit 0)\s*(?:[)}]|$)"
    r"|\bset \+e|(?<!\|)\|(?!\|)"
)


@pytest.mark.parametrize(
    ("line", "hides"),
    [
        ("\t@tool", ""),
        ("\t-@tool", "-"),
        ("\t@-tool", "-"),
        ("\t@tool || true", "|| true"),
        ("\t@tool; true", "; true"),
        ("\t@tool | tail", "|"),
        ("\t@tool || { echo why; exit 1; }", ""),
        ("\t@a || status=1; b || status=1; exit $$status", ""),
    ],
)
def test_what_hides_a_status_is_seen(line: str, hides: str) -> None:
    """However it is written."""
    found = HIDES.search(line)

    assert (found[0].strip("\t@ ") if found else "") == hides


def test_no_command_hides_how_it_ended() -> None:
    """A check that may fail is one that nobody misses; `make help` only prints."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    recipes = [line for line in text.split("\n") if line.startswith("\t")]
    hiding = [line for line in recipes if HIDES.search(line) and "MAKEFILE_LIST" not in line]

    assert len(recipes) > 20
    assert hiding == []
    assert not re.search(r"(?m)^\.(?:IGNORE|ONESHELL)|^(?:SHELL|MAKEFLAGS|\.SHELLFLAGS)\b", text)


def guides() -> list[Page]:
    """What is written for contributors, the forms and the comments of GitHub's files included."""
    more = (".github/pull_request_template.md", ".github/CODEOWNERS", HOOKS)
    forms = [path.relative_to(ROOT).as_posix() for path in sorted(FORMS.glob("*.yml"))]
    return [Page(ROOT, ROOT / name) for name in (*GUIDES, *more, *forms)]


def stale(guide: Page) -> list[Fault]:
    """The commands, files and modules that a guide names and that are not there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = {re.split(r"[=<>\[]", line)[0] for line in project["dependencies"]}
    known |= {"venv", "platform"}  # Python's own
    faults = []

    def missing(what: str, line: int) -> None:
        why = "a newcomer types what stands here, and gives up where it fails"
        faults.append(Fault(what, guide.at(line), why, "correct the line or leave it out"))

    for number, line in enumerate(guide.text.split("\n"), 1):
        for target in re.findall(r"(?:`|\$ |entry: )make ([a-z]+)\b", line):
            if target not in targets():
                missing(f"there is no command make {target}", number)
        for module in re.findall(r"python -m ([\w.]+)", line):
            here = ROOT / module.replace(".", "/")
            if not (here.is_dir() or here.with_suffix(".py").is_file() or module in known):
                missing(f"there is no module {module}", number)
        links = re.findall(r"\]\((?!https?:)([^)#]+)\)", line)
        files = re.findall(
            r"(?<![\w/.`$-])((?:theme|tests|docs|snippets|\.github)/[\w./-]*\w)", line
        )
        files += re.findall(r"`((?:theme|tests|docs|snippets)/[\w./-]*\w)`", line)
        for name in [*links, *files]:
            if not (ROOT / name).exists():
                missing(f"there is no file {name}", number)
    return faults


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.name)
def test_a_guide_names_what_is_there(guide: Page) -> None:
    """Its commands, modules, files and links exist."""
    no(stale(guide))


def test_what_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    """A command, a module, a file and a link."""
    guide = Page(tmp_path, tmp_path / "GUIDE.md")
    guide.path.write_text(
        "`make test` and `make toast`\npython -m tests.nowhere, python -m recorder\n"
        "see theme/nowhere.py, `docs/nowhere.md`, theme/marks.py, [here](NOWHERE.md)\n",
        encoding="utf-8",
    )

    assert [(fault.where, fault.what) for fault in stale(guide)] == [
        ("GUIDE.md:1", "there is no command make toast"),
        ("GUIDE.md:2", "there is no module tests.nowhere"),
        ("GUIDE.md:3", "there is no file NOWHERE.md"),
        ("GUIDE.md:3", "there is no file theme/nowhere.py"),
        ("GUIDE.md:3", "there is no file docs/nowhere.md"),
    ]

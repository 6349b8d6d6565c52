"""The workflows keep their rules, and each rule is shown to catch what it is there for."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from shelf import ROOT
from shelf.fault import report
from tests.checks.work.commands import (
    begins_when_declared,
    hands_over_what_is_listed,
    hides_no_status,
    runs_always,
    runs_whole,
)
from tests.checks.work.gates import (
    an_issue_for_each_observed,
    every_cell,
    one_gate,
    one_issue,
    publishes_no_cache,
    publishes_only_green,
    reviewer_sees,
    the_same_cells,
    writers_run_nothing_of_ours,
)
from tests.checks.work.workflow import (
    FILES,
    FOLDER,
    NEXT,
    PINS,
    RULES,
    TOOLS,
    Rule,
    Workflow,
    faults,
)
from tests.checks.work.workflows import (
    ends_in_time,
    few_rights,
    known_runner,
    named,
    no_credentials,
    no_filters,
    one_at_a_time,
    pinned,
    plain_scripts,
    quoted_versions,
    red_is_red,
    safe_triggers,
    says_how_to_repeat,
    strict_shell,
    supported_versions,
)


@pytest.mark.parametrize("check", RULES, ids=lambda check: check.__name__)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_workflow_keeps_the_rule(path: Path, check: Rule) -> None:
    found = faults(check, Workflow(path.name, path.read_text()))

    assert not found, report(found)


def test_each_pin_is_used_and_says_why() -> None:
    used = set(re.findall(r"uses: ([\w/-]+)@", "".join(path.read_text() for path in FILES)))

    assert set(PINS) == used
    assert all(re.fullmatch(r"[0-9a-f]{40}", pin["commit"]) and pin["why"] for pin in PINS.values())


# One fault each, and the rule that has to see it, and what it has to say.
#: Between the condition of a step and what it says, where two jobs have a step like it.
ENDS = r"(?=.*\n +env:\n.*\n.*"
SHELL = "defaults:\n  run:\n    shell: bash\n"
FAULTS = [
    (pinned, "check", r"checkout@\w+ # v7.0.1", "checkout@v7", "'actions/checkout@v7'"),
    (pinned, "check", r"checkout@3d3c", "checkout@4d3c", "actions/checkout@4d3c"),
    (pinned, "check", r"# v7.0.1", "# v7.0.2", "# v7.0.2"),
    (pinned, "check", r"actions/checkout@", "someone/checkout@", "someone/checkout"),
    (few_rights, "check", r"permissions: \{\}", "", "at the top"),
    (few_rights, "check", r" +permissions:\n +contents: read.*\n", "", "job lint does not list"),
    (few_rights, "check", r"contents: read # to check out", "contents: write # x", "more than"),
    (few_rights, "publish", r"pages: write # .*", "pages: write", "why it needs pages: write"),
    (safe_triggers, "check", r"pull_request:", "pull_request_target:", "pull_request_target"),
    (safe_triggers, "check", r"make lint", "make lint KEY=${{ secrets.KEY }}", "a secret"),
    (no_filters, "check", r"pull_request:", "pull_request:\n    paths: [docs]", "has paths"),
    (named, "check", r"name: Check\n", "", "workflow has no name"),
    (named, "check", r" +name: Lint\n", "", "job lint has no name"),
    (named, "check", r"- name: Check out\n +uses:", "- uses:", "a step of lint"),
    (ends_in_time, "check", r" +timeout-minutes: 10\n", "", "job lint"),
    (ends_in_time, "check", r"timeout-minutes: 10", "timeout-minutes: 360", "job lint"),
    (ends_in_time, "weekly", r"timeout-minutes: 300", "timeout-minutes: 301", "job soak"),
    (one_at_a_time, "check", r"-\$\{\{ github.event.*\}\}", "", "concurrency"),
    (one_at_a_time, "publish", r"cancel-in-progress: false", "cancel-in-progress: true", "false"),
    (one_at_a_time, "weekly", r"group: .*", "group: pages", "github.workflow"),
    (strict_shell, "check", SHELL, "", "defaults"),
    (strict_shell, "check", r"run: make lint", "shell: sh\n        run: make lint", "of lint"),
    (known_runner, "check", r"runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", "ubuntu-latest"),
    (known_runner, "check", r"os: \[ubuntu-24.04", "os: [windows-latest", "windows-latest"),
    (known_runner, "check", r"os: macos-15", "os: macos-latest", "macos-latest"),
    (known_runner, "weekly", r"runs-on: ubuntu-24.04", "runs-on: ubuntu-26.04", "ubuntu-26.04"),
    (quoted_versions, "check", r'"3.14"', "3.14", "3.14 is not quoted"),
    (quoted_versions, "check", r'python: "3.15",', "python: 3.15,", "3.15 is not quoted"),
    (supported_versions, "check", r'python: \["3.11"', 'python: ["3.10"', "Python 3.10"),
    (supported_versions, "check", r'python-version: "3.14"', 'python-version: "3.9"', "3.9"),
    (supported_versions, "check", r'"3.15t"\]', f'"3.15t", "{NEXT[0]}"]', NEXT[0]),
    (supported_versions, "weekly", r"allow-prereleases", "cache", f"Python {NEXT[1]}"),
    (no_credentials, "check", r"persist-credentials: false", "fetch-depth: 0", "job lint"),
    (plain_scripts, "check", r"make lint", "make ${{ github.event.head }}", "expression"),
    (plain_scripts, "check", r"make lint", "|\n          " + "true\n          " * 6, "five"),
    (plain_scripts, "check", r"make lint", "pip install ruff", "past the lock"),
    (red_is_red, "check", r"fail-fast: false", "fail-fast: true", "job test"),
    (red_is_red, "check", r"name: Lint", "name: Lint\n    continue-on-error: true", "job lint"),
    (red_is_red, "weekly", r"name: Next.*", "name: Next\n    continue-on-error: true", "job next"),
    (says_how_to_repeat, "check", r"\$GITHUB_STEP_SUMMARY", "/dev/null", "job lint"),
    (
        says_how_to_repeat,
        "check",
        r"-m tests.plugins.annotate",
        "-m json.tool",
        "job lint keeps a log",
    ),
    (says_how_to_repeat, "weekly", r'seed." >> "\$GITHUB_STEP_SUMMARY"', 'seed."', "job soak"),
    (one_gate, "check", r"name: All green", "name: Done", "0 jobs"),
    (one_gate, "check", r"needs: \[lint, ", "needs: [", "does not need lint"),
    (one_gate, "check", r"test, merge", "test", "does not need merge"),
    (one_gate, "check", r"merge --whole ", "merge ", "does not need cells"),
    (one_gate, "check", r"\$\{\{ always\(\) \}\}", "${{ success() }}", "is skipped"),
    (one_gate, "check", r'"\$result" = success', '"$result" != failure', "skipped success"),
    (one_gate, "check", r"needs\.\*\.result", "needs.lint.result", "does not look"),
    (writers_run_nothing_of_ours, "publish", r"contents: read", "pages: write", "and does more"),
    (
        writers_run_nothing_of_ours,
        "publish",
        r"contents: read",
        "contents: write",
        "no one purpose",
    ),
    (writers_run_nothing_of_ours, "publish", r"name: github-pages", "name: pages", "outside"),
    (writers_run_nothing_of_ours, "publish", r" +attestations: .*", "", "id-token, which"),
    (writers_run_nothing_of_ours, "publish", r"pages: write", "issues: write", "and does more"),
    (writers_run_nothing_of_ours, "weekly", r"issues: write", "contents: write", "no one purpose"),
    (
        writers_run_nothing_of_ours,
        "weekly",
        r"run: gh issue create",
        "run: make issue",
        "does more",
    ),
    (publishes_only_green, "publish", r"\[build, attest\]", "[build]", "not wait for attest"),
    (publishes_only_green, "publish", r"needs: \[merge\]", "needs: []", "wait for cells, merge"),
    (publishes_only_green, "publish", r"run: make test.*", "run: make lint", "no `make test`"),
    (
        publishes_only_green,
        "publish",
        r" && needs.merge.result == 'success'",
        "",
        "job build has not the `if`",
    ),
    (publishes_only_green, "publish", r" +if: \$.*cancelled.*# what.*\n", "", "job merge has not"),
    (publishes_only_green, "publish", r"merge --whole ", "merge ", "that are required"),
    (an_issue_for_each_observed, "weekly", r'"windows", "3.15t"', '"windows"', "not for"),
    (an_issue_for_each_observed, "weekly", r"\|\| red=true", "&& red=true", "calls"),
    (an_issue_for_each_observed, "weekly", r"gh issue edit", "gh issue list", "calls ['list 7']"),
    (the_same_cells, "publish", r'--on "\$PYTHON"', "", "job cells does not run"),
    (the_same_cells, "weekly", r'--on "\$PYTHON"', '--on "3.14"', "job newest does not run"),
    (the_same_cells, "publish", r"-m recorder matrix", "-m recorder check", "ran no cell"),
    (every_cell, "check", r'"3.14t", ', "", "ubuntu 3.14t"),
    (every_cell, "publish", r" +- \{ os: windows-2025.*\n", "", "windows 3.15"),
    (
        every_cell,
        "weekly",
        r', "3.16t"',
        "",
        "job next has these too many or too few: ubuntu 3.16t",
    ),
    (reviewer_sees, "check", r"name: site\n", "name: page\n", "'name': 'site'"),
    (reviewer_sees, "check", r" +fetch-depth: 2 # the merge.*\n", "", "'fetch-depth': '2'"),
    (reviewer_sees, "check", r"path: snippets\n", "path: docs\n", "'path': 'snippets'"),
    (
        reviewer_sees,
        "check",
        r"-m tests.chores.summary",
        "-m tests.chores.bench",
        "tests.chores.summary",
    ),
    (one_issue, "weekly", r"23 5 \* \* 1", "0 0 * * 1", "off the hour"),
    (one_issue, "weekly", r"use, soak, ", "use, ", "does not need every"),
    (
        one_issue,
        "weekly",
        r"(?<=observed\]\n    if: \$\{\{ )!cancelled\(\) && ",
        "",
        "when it should not",
    ),
    (one_issue, "weekly", r"= success \]", "!= failure ]", "skipped cancelled"),
    (one_issue, "weekly", rf"red == 'false'{ENDS}Green)", "red == 'true'", "with the issue 7"),
    (
        one_issue,
        "weekly",
        r"number == ''(?=.*\n.*create --label scheduled)",
        "number != ''",
        "calls []",
    ),
    (
        one_issue,
        "weekly",
        r"gh label create scheduled.*",
        "gh label list --limit 1",
        "the label first",
    ),
    (runs_whole, "check", r"run: make test.*", "run: make test || true", "make test || true"),
    (runs_whole, "check", r"run: make test.*", "run: make test ONLY=threads", "ONLY=threads"),
    (runs_whole, "check", r"run: make lint.*", "run: make lint -i", "make lint -i"),
    (runs_whole, "publish", r"run: make test.*", "run: 'true # make test'", "job build"),
    (runs_whole, "check", r" +- name: Build the site\n.*\n", "", "job site runs something else"),
    (runs_whole, "check", r"  lint:\n", "  linted:\n", "it has no job lint"),
    (hides_no_status, "check", r"run: make test.*", "run: make test || true", "by '||'"),
    (hides_no_status, "check", r"make lint 2>&1 \| tee", "make lint 2>&1 | cat", "by '|'"),
    (hides_no_status, "check", r"run: make test.*", "run: make test; true", "by 'true'"),
    (hides_no_status, "check", r"run: make test.*", "run: set +e; make test", "by 'set +e'"),
    (hides_no_status, "check", r"run: make test.*", "run: make test; exit 0", "by 'exit 0'"),
    (hides_no_status, "check", r"run: make test.*", "run: make test &", "by '&'"),
    (
        runs_always,
        "check",
        r"run: make test.*",
        "if: false\n        run: make test",
        "only if false",
    ),
    (
        runs_always,
        "check",
        r"(?<=Mark the findings\n        if: ).*",
        "${{ success() }}",
        "has the condition ${{ success() }}",
    ),
    (begins_when_declared, "check", r"pull_request:", "workflow_dispatch:", "not by {'pull_req"),
    (begins_when_declared, "publish", r"branches: \[main\]", "branches: [master]", "master"),
    (begins_when_declared, "check", r'\["3.11", "3.14"\]', '["3.14"]', "job test runs on"),
    (
        begins_when_declared,
        "weekly",
        r'"3.14t", "3.15"\]\n    runs',
        '"3.15"]\n    runs',
        "job use runs on",
    ),
    (
        hands_over_what_is_listed,
        "check",
        r"run: make test.*",
        "env:\n          PYTEST_ADDOPTS: --co\n        run: make test",
        "a step of test sets PYTEST_ADDOPTS",
    ),
    (
        hands_over_what_is_listed,
        "publish",
        r"\$\{\{ vars.SITE_URL \}\}",
        "${{ github.token }}",
        "job build names github.token",
    ),
    (publishes_no_cache, "publish", r"with:\n", "with:\n          cache: pip\n", "a cache"),
]


@pytest.mark.parametrize(
    ("check", "stem", "old", "new", "said"),
    FAULTS,
    ids=[f"{check.__name__}-{said}" for check, *_, said in FAULTS],
)
def test_a_planted_fault_is_seen(check: Rule, stem: str, old: str, new: str, said: str) -> None:
    text = (FOLDER / f"{stem}.yml").read_text()
    planted, count = re.subn(old, lambda _: new, text, count=1)

    assert count == 1, f"{stem}.yml no longer holds {old!r}: plant this fault elsewhere"
    assert said in "; ".join(check(Workflow(f"{stem}.yml", planted)))


def test_every_rule_has_a_planted_fault() -> None:
    assert {check for check, *_ in FAULTS} == set(RULES)


def test_a_finding_names_its_line() -> None:
    """The annotation stands beside what has to change."""
    text = (FOLDER / "check.yml").read_text().replace("contents: read", "contents: write", 1)
    (fault,) = faults(few_rights, Workflow("check.yml", text))[:1]
    lines = text.splitlines()

    assert fault.where == f".github/workflows/check.yml:{lines.index('  lint:') + 1}"
    planted = text.replace("checkout@3d3c", "checkout@4d3c", 1)
    (fault,) = faults(pinned, Workflow("check.yml", planted))
    assert "4d3c" in planted.splitlines()[int(fault.where.rpartition(":")[2]) - 1]


FORMS = sorted(path.name for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
FORM = "check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/"


@pytest.mark.parametrize(
    "command",
    [
        "zizmor --offline --persona=auditor --quiet --no-progress --color=never .github",
        "jactionlint --strict-exit",
        "check-jsonschema --quiet --builtin-schema vendor.github-workflows {workflows}",
        "check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml",
        "shellcheck .ci/run",
        *(
            FORM.replace("forms", "config" if name == "config.yml" else "forms") + name
            for name in FORMS
        ),
    ],
    ids=lambda command: " ".join(re.findall(r"^[\w-]+|vendor\S+|\w+\.yml$", command)),
)
def test_the_linter_has_nothing_to_say(command: str) -> None:
    words = command.format(
        workflows=" ".join(f".github/workflows/{path.name}" for path in FILES)
    ).split()
    path = TOOLS + os.pathsep + os.environ["PATH"]  # jactionlint looks for shellcheck there
    environment = os.environ | {"PATH": path, "NO_COLOR": "1"}
    words[0] = str(Path(TOOLS, words[0] + (".exe" if sys.platform == "win32" else "")))
    run = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )

    said = run.stdout.replace("No findings to report. Good job!", "").strip() + run.stderr
    assert (run.returncode, said) == (0, ""), f"repeat: {command}\n{said}"


# Which runs of the workflows have their turn

FIRST = 739_000


@pytest.fixture(scope="module")
def rehearsal() -> ModuleType:
    """.ci/workflows.py, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("workflows", ROOT / ".ci" / "workflows.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look for their types
    spec.loader.exec_module(module)
    return module


def test_each_run_has_one_place(rehearsal: ModuleType) -> None:
    """One that nobody entered would never be made."""
    shared = [name for share in rehearsal.SHARES for name in share]

    assert sorted([*rehearsal.DAILY, *shared, *rehearsal.KINDS]) == sorted(rehearsal.cases(0))


def test_each_run_is_made_within_three_days_and_each_kind_within_a_week(
    rehearsal: ModuleType,
) -> None:
    known = rehearsal.cases(0)
    kinds = set(rehearsal.KINDS)
    for begin in range(FIRST, FIRST + 21):
        days = [set(rehearsal.due(known, day, [])) for day in range(begin, begin + 7)]

        assert set.union(*days[:3]) >= known.keys() - kinds
        assert set.union(*days) == known.keys()
        assert all(day >= {*rehearsal.DAILY} and len(day & kinds) == 1 for day in days)


@pytest.mark.parametrize(
    ("file", "at_once"),
    [
        (".ci/workflows.py", {"check", "publish", "weekly"}),
        ("tests/checks/work/gates.py", {"check", "publish", "weekly"}),
        (".github/workflows/publish.yml", {"publish"}),
        (".github/workflows/weekly.yml", {"weekly"}),
        ("docs/index.md", set()),
    ],
)
def test_an_edit_has_the_runs_made_that_are_about_it(
    rehearsal: ModuleType, file: str, at_once: set[str]
) -> None:
    known = rehearsal.cases(0)
    day = rehearsal.due(known, FIRST, [])
    more = {
        name
        for name, case in known.items()
        if Path(case.workflow).stem in at_once and name not in rehearsal.KINDS
    }

    assert set(rehearsal.due(known, FIRST, [file])) == {*day} | more

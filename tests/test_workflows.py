"""The workflows keep their rules, and each rule is shown to catch what it is there for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
PINS = tomllib.loads((ROOT / ".github" / "actions.toml").read_text())
SUPPORTED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["parallel"]["supported"]
RUNNERS = {"ubuntu-24.04", "macos-15", "windows-2025"}
TOOLS = sysconfig.get_path("scripts")


@dataclass(frozen=True)
class Workflow:
    """A workflow as the rules read it: every value a string, every line known."""

    file: str
    text: str

    @property
    def data(self) -> dict[str, Any]:
        return yaml.load(self.text, Loader=yaml.BaseLoader)

    @property
    def jobs(self) -> dict[str, dict[str, Any]]:
        return self.data["jobs"]

    @property
    def triggers(self) -> dict[str, Any]:
        given = self.data["on"]
        return given if isinstance(given, dict) else dict.fromkeys(given)

    def steps(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, job in self.jobs.items():
            for step in job["steps"]:
                yield name, step

    def scalars(self) -> Iterator[yaml.ScalarNode]:
        waiting = [yaml.compose(self.text, Loader=yaml.BaseLoader)]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.ScalarNode):
                yield node
            elif isinstance(node, yaml.MappingNode):
                waiting += [part for pair in node.value for part in pair]
            else:
                waiting += node.value


Rule = Callable[[Workflow], Iterator[str]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """A rule yields what is wrong; its docstring says why that matters."""
    RULES.append(function)
    return function


@rule
def pinned(workflow: Workflow) -> Iterator[str]:
    """A tag can be moved to other code, and no linter notices a commit with the wrong comment."""
    for number, line in enumerate(workflow.text.splitlines(), 1):
        if not (found := re.match(r"\s*(?:- )?uses:\s*(.*)", line)):
            continue
        action = found[1].partition("@")[0]
        pin = PINS.get(action, {"commit": "(no such table)", "version": ""})
        if found[1] != f"{action}@{pin['commit']} # {pin['version']}":
            yield f"line {number}: {found[1]!r} is not as .github/actions.toml has it"


@rule
def few_rights(workflow: Workflow) -> Iterator[str]:
    """What is not granted can't be misused by a change that nobody has reviewed yet."""
    if workflow.data.get("permissions") != {}:
        yield "at the top stands no `permissions: {}`"
    for name, job in workflow.jobs.items():
        rights = job.get("permissions")
        if not isinstance(rights, dict):
            yield f"job {name} does not list its rights, one a line"
            continue
        if "pull_request" in workflow.triggers and not rights.items() <= {("contents", "read")}:
            yield f"job {name} runs a contributor's code with more than contents: read"
        for scope, level in rights.items():
            if not re.search(rf"^ +{scope}: {level} +# \w", workflow.text, re.MULTILINE):
                yield f"job {name}: no comment says why it needs {scope}: {level}"


@rule
def safe_triggers(workflow: Workflow) -> Iterator[str]:
    """These triggers run a stranger's code with the rights of the repository."""
    for trigger in {"pull_request_target", "workflow_run"} & set(workflow.triggers):
        yield f"it is triggered by {trigger}"
    if re.search(r"\bsecrets\b", workflow.text):
        yield "it names a secret; this project has none"


@rule
def no_filters(workflow: Workflow) -> Iterator[str]:
    """A required check that is skipped stays pending for ever."""
    for trigger, options in workflow.triggers.items():
        for key in ("paths", "paths-ignore"):
            if key in (options or {}):
                yield f"{trigger} has {key}"


@rule
def named(workflow: Workflow) -> Iterator[str]:
    """A contributor reads these names, and nothing else, where a check is red."""
    if not workflow.data.get("name"):
        yield "the workflow has no name"
    yield from (
        f"job {name} has no name" for name, job in workflow.jobs.items() if "name" not in job
    )
    yield from (
        f"a step of {name} has no name" for name, step in workflow.steps() if "name" not in step
    )


@rule
def ends_in_time(workflow: Workflow) -> Iterator[str]:
    """Without a limit a deadlock holds the runner for six hours."""
    for name, job in workflow.jobs.items():
        if not 0 < int(job.get("timeout-minutes", 0)) <= 60:
            yield f"job {name} has no timeout-minutes of 60 or fewer"


@rule
def one_at_a_time(workflow: Workflow) -> Iterator[str]:
    """Two runs for one change waste an hour, and two that publish can overtake each other."""
    if "pull_request" in workflow.triggers:
        want = {
            "group": "${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}",
            "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
        }
    else:
        group = "${{ github.workflow }}" if "schedule" in workflow.triggers else "pages"
        want = {"group": group, "cancel-in-progress": "false"}
    if workflow.data.get("concurrency") != want:
        yield f"its concurrency is not {want}"


@rule
def strict_shell(workflow: Workflow) -> Iterator[str]:
    """Only with bash named does a pipe that fails fail the step, on every system."""
    if workflow.data.get("defaults") != {"run": {"shell": "bash"}}:
        yield "it does not say `defaults: {run: {shell: bash}}`"
    yield from (
        f"a step of {name} picks a shell" for name, step in workflow.steps() if "shell" in step
    )


@rule
def known_runner(workflow: Workflow) -> Iterator[str]:
    """An image that changes overnight makes an unchanged change red."""
    for name, job in workflow.jobs.items():
        images = [job["runs-on"]]
        if images == ["${{ matrix.os }}"]:
            images = in_matrix(job, "os")
        yield from (f"job {name} runs on {image}" for image in images if image not in RUNNERS)


@rule
def quoted_versions(workflow: Workflow) -> Iterator[str]:
    """Unquoted, 3.10 is the number 3.1."""
    for node in workflow.scalars():
        if node.style is None and re.fullmatch(r"\d+\.\d+", node.value):
            yield f"line {node.start_mark.line + 1}: {node.value} is not quoted"


@rule
def supported_versions(workflow: Workflow) -> Iterator[str]:
    """The Pythons have one home, pyproject.toml; a cell beside that list proves nothing."""
    for name, step in workflow.steps():
        versions = [step.get("with", {}).get("python-version", SUPPORTED[0])]
        if versions == ["${{ matrix.python }}"]:
            versions = in_matrix(workflow.jobs[name], "python")
        for version in versions:
            if version not in SUPPORTED:
                yield f"job {name} asks for Python {version}, which pyproject.toml does not list"


@rule
def no_credentials(workflow: Workflow) -> Iterator[str]:
    """The token would lie in the checkout, where the code under check can read it."""
    for name, step in workflow.steps():
        options = step.get("with", {})
        if "actions/checkout@" not in step.get("uses", ""):
            continue
        if options.get("persist-credentials") != "false":
            yield f"job {name} checks out without persist-credentials: false"
        if "allow-unsafe-pr-checkout" in options:
            yield f"job {name} sets allow-unsafe-pr-checkout"


@rule
def plain_scripts(workflow: Workflow) -> Iterator[str]:
    """A title with a quote in it would run as shell, and what is long can't be typed elsewhere."""
    for name, step in workflow.steps():
        script = step.get("run", "")
        if "${{" in script:
            yield f"a step of {name} has an expression in its script: hand it over in env"
        if len(script.splitlines()) > 5:
            yield f"a step of {name} has more than five lines: make it a command with a test"
        if re.search(r"\bpip install\b", script):
            yield f"a step of {name} installs past the lock"


@rule
def red_is_red(workflow: Workflow) -> Iterator[str]:
    """A failure that is allowed makes later jobs see success, and a newcomer see a red mark."""
    for name, job in workflow.jobs.items():
        if "continue-on-error" in str(job):
            yield f"job {name} has continue-on-error"
        if "matrix" in job.get("strategy", {}) and job["strategy"].get("fail-fast") != "false":
            yield f"job {name} stops its other cells at the first red one: fail-fast: false"


@rule
def says_how_to_repeat(workflow: Workflow) -> Iterator[str]:
    """The one command that repeats a failure belongs where the failure is read."""
    for name, job in workflow.jobs.items():
        last = job["steps"][-1]
        if any("make " in step.get("run", "") for step in job["steps"]) and not (
            last.get("if") == "${{ failure() }}" and "GITHUB_STEP_SUMMARY" in last.get("run", "")
        ):
            yield f"job {name} does not end by writing to $GITHUB_STEP_SUMMARY if it failed"


@rule
def one_gate(workflow: Workflow) -> Iterator[str]:
    """The branch rule asks for this job alone: a job that it leaves out may fail unseen."""
    if "pull_request" not in workflow.triggers:
        return
    gates = {name: job for name, job in workflow.jobs.items() if job.get("name") == "All green"}
    if len(gates) != 1:
        yield f"it has {len(gates)} jobs with the name All green, not one"
        return
    ((name, gate),) = gates.items()
    if left_out := set(workflow.jobs) - {name} - set(gate.get("needs", [])):
        yield f"All green does not need {', '.join(sorted(left_out))}"
    if gate.get("if") != "${{ always() }}":
        yield "All green is skipped, which counts as green, unless it has if: ${{ always() }}"
    (step,) = gate["steps"]
    if step.get("env") != {"RESULTS": "${{ join(needs.*.result, ' ') }}"}:
        yield "All green does not look at needs.*.result"
    for results in ("success success", "success failure", "skipped success", "cancelled"):
        status = subprocess.run(
            ["bash", "-c", step["run"]], env=os.environ | {"RESULTS": results}, capture_output=True
        ).returncode
        if (status == 0) != (set(results.split()) == {"success"}):
            yield f"All green ends with {status} where the jobs end with: {results}"


@rule
def builder_does_not_deploy(workflow: Workflow) -> Iterator[str]:
    """Code of the project, or of what it depends on, must not hold the right to publish."""
    for name, job in workflow.jobs.items():
        if not {"pages", "id-token"} & set(job.get("permissions") or {}):
            continue
        actions = [step.get("uses", step.get("run", "")).partition("@")[0] for step in job["steps"]]
        if actions != ["actions/deploy-pages"]:
            yield f"job {name} may publish, and does more than that: {', '.join(actions)}"
        if (job.get("environment") or {}).get("name") != "github-pages":
            yield f"job {name} may publish outside the environment github-pages"


@rule
def publishes_no_cache(workflow: Workflow) -> Iterator[str]:
    """Whatever a pull request left in a cache would be published."""
    if "actions/deploy-pages@" in workflow.text and re.search(r"cache: |/cache@", workflow.text):
        yield "it publishes and restores a cache"


def in_matrix(job: dict[str, Any], key: str) -> list[str]:
    matrix = job["strategy"]["matrix"]
    return matrix.get(key, []) + [cell[key] for cell in matrix.get("include", []) if key in cell]


@pytest.mark.parametrize("check", RULES, ids=lambda check: check.__name__)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_workflow_keeps_the_rule(path: Path, check: Rule) -> None:
    faults = list(check(Workflow(path.name, path.read_text())))

    assert not faults, f".github/workflows/{path.name}: {'; '.join(faults)}.\nWhy: {check.__doc__}"


def test_each_pin_is_used_and_says_why() -> None:
    used = set(re.findall(r"uses: ([\w/-]+)@", "".join(path.read_text() for path in FILES)))

    assert set(PINS) == used
    assert all(re.fullmatch(r"[0-9a-f]{40}", pin["commit"]) and pin["why"] for pin in PINS.values())


# One fault each, and the rule that has to see it, and what it has to say.
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
    (one_at_a_time, "check", r"-\$\{\{ github.event.*\}\}", "", "concurrency"),
    (one_at_a_time, "publish", r"cancel-in-progress: false", "cancel-in-progress: true", "false"),
    (strict_shell, "check", SHELL, "", "defaults"),
    (strict_shell, "check", r"run: make lint", "run: make lint\n        shell: sh", "of lint"),
    (known_runner, "check", r"runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", "ubuntu-latest"),
    (known_runner, "check", r"os: \[ubuntu-24.04", "os: [windows-latest", "windows-latest"),
    (quoted_versions, "check", r'"3.14"', "3.14", "3.14 is not quoted"),
    (supported_versions, "check", r'python: \["3.11"', 'python: ["3.10"', "Python 3.10"),
    (supported_versions, "check", r'python-version: "3.14"', 'python-version: "3.9"', "3.9"),
    (no_credentials, "check", r"persist-credentials: false", "fetch-depth: 0", "job lint"),
    (plain_scripts, "check", r"make lint", "make ${{ github.event.head }}", "expression"),
    (plain_scripts, "check", r"make lint", "|\n          " + "true\n          " * 6, "five"),
    (plain_scripts, "check", r"make lint", "pip install ruff", "past the lock"),
    (red_is_red, "check", r"fail-fast: false", "fail-fast: true", "job test"),
    (red_is_red, "check", r"name: Lint", "name: Lint\n    continue-on-error: true", "job lint"),
    (says_how_to_repeat, "check", r"\$GITHUB_STEP_SUMMARY", "/dev/null", "job lint"),
    (one_gate, "check", r"name: All green", "name: Done", "0 jobs"),
    (one_gate, "check", r"needs: \[lint, ", "needs: [", "does not need lint"),
    (one_gate, "check", r"\$\{\{ always\(\) \}\}", "${{ success() }}", "is skipped"),
    (one_gate, "check", r'"\$result" = success', '"$result" != failure', "skipped success"),
    (one_gate, "check", r"needs\.\*\.result", "needs.lint.result", "does not look"),
    (builder_does_not_deploy, "publish", r"contents: read", "pages: write", "more than that"),
    (builder_does_not_deploy, "publish", r"name: github-pages", "name: pages", "outside"),
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


@pytest.mark.parametrize(
    "command",
    [
        "zizmor --offline --persona=auditor --quiet --no-progress --color=never .github",
        "jactionlint --strict-exit",
        "check-jsonschema --quiet --builtin-schema vendor.github-workflows {workflows}",
        "check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml",
        "shellcheck .ci/run",
    ],
    ids=lambda command: " ".join(re.findall(r"^[\w-]+|vendor\S+", command)),
)
def test_the_linter_has_nothing_to_say(command: str) -> None:
    words = command.format(
        workflows=" ".join(f".github/workflows/{path.name}" for path in FILES)
    ).split()
    path = TOOLS + os.pathsep + os.environ["PATH"]  # jactionlint looks for shellcheck there
    environment = os.environ | {"PATH": path, "NO_COLOR": "1"}
    words[0] = str(Path(TOOLS, words[0] + (".exe" if sys.platform == "win32" else "")))
    run = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)

    said = run.stdout.replace("No findings to report. Good job!", "").strip() + run.stderr
    assert (run.returncode, said) == (0, ""), f"repeat: {command}\n{said}"

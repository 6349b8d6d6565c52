"""The rules that every workflow keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.checks.work.workflow import (
    NEXT,
    PINS,
    RUNNERS,
    SUPPORTED,
    Workflow,
    in_matrix,
    prerelease,
    rule,
)


@rule("take the line from .github/actions.toml, or add a table there with its reason")
def pinned(workflow: Workflow) -> Iterator[str]:
    """A tag can be moved to other code, and no linter notices a commit with the wrong comment."""
    for number, line in enumerate(workflow.text.splitlines(), 1):
        if not (found := re.match(r"\s*(?:- )?uses:\s*(.*)", line)):
            continue
        action = found[1].partition("@")[0]
        pin = PINS.get(action, {"commit": "(no such table)", "version": ""})
        if found[1] != f"{action}@{pin['commit']} # {pin['version']}":
            yield f"line {number}: {found[1]!r} is not as .github/actions.toml has it"


@rule("write `permissions: {}` at the top, and in each job one right a line with its reason")
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


@rule("use pull_request, which gives a fork no rights")
def safe_triggers(workflow: Workflow) -> Iterator[str]:
    """These triggers run a stranger's code with the rights of the repository."""
    for trigger in {"pull_request_target", "workflow_run"} & set(workflow.triggers):
        yield f"it is triggered by {trigger}"
    if re.search(r"\bsecrets\b", workflow.text):
        yield "it names a secret; this project has none"


@rule("leave the filter out")
def no_filters(workflow: Workflow) -> Iterator[str]:
    """A required check that is skipped stays pending for ever."""
    for trigger, options in workflow.triggers.items():
        for key in ("paths", "paths-ignore"):
            if key in (options or {}):
                yield f"{trigger} has {key}"


@rule("give it a name")
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


@rule("add timeout-minutes, about three times what it takes")
def ends_in_time(workflow: Workflow) -> Iterator[str]:
    """Without a limit a deadlock holds the runner for six hours."""
    for name, job in workflow.jobs.items():
        most = 300 if workflow.scheduled else 60
        if not 0 < int(job.get("timeout-minutes", 0)) <= most:
            yield f"job {name} has no timeout-minutes of {most} or fewer"


@rule("copy the block from the workflow of the same kind")
def one_at_a_time(workflow: Workflow) -> Iterator[str]:
    """Two runs for one change waste an hour, and two that publish can overtake each other."""
    if "pull_request" in workflow.triggers:
        want = {
            "group": "${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}",
            "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
        }
    else:
        group = "${{ github.workflow }}" if workflow.scheduled else "pages"
        want = {"group": group, "cancel-in-progress": "false"}
    if workflow.data.get("concurrency") != want:
        yield f"its concurrency is not {want}"


@rule("write that block at the top, and no shell in a step")
def strict_shell(workflow: Workflow) -> Iterator[str]:
    """Only with bash named does a pipe that fails fail the step, on every system."""
    if workflow.data.get("defaults") != {"run": {"shell": "bash"}}:
        yield "it does not say `defaults: {run: {shell: bash}}`"
    yield from (
        f"a step of {name} picks a shell" for name, step in workflow.steps() if "shell" in step
    )


@rule("name the image with its version")
def known_runner(workflow: Workflow) -> Iterator[str]:
    """An image that changes overnight makes an unchanged change red."""
    for name, job in workflow.jobs.items():
        images = [job["runs-on"]]
        if images == ["${{ matrix.os }}"]:
            images = in_matrix(job, "os")
        known = RUNNERS | ({"ubuntu-latest"} if workflow.scheduled else set())
        yield from (f"job {name} runs on {image}" for image in images if image not in known)


@rule("put it in quotes")
def quoted_versions(workflow: Workflow) -> Iterator[str]:
    """Unquoted, 3.10 is the number 3.1."""
    for node in workflow.scalars():
        if node.style is None and re.fullmatch(r"\d+\.\d+", node.value):
            yield f"line {node.start_mark.line + 1}: {node.value} is not quoted"


@rule("name a Python of pyproject.toml; the next one belongs in the weekly run")
def supported_versions(workflow: Workflow) -> Iterator[str]:
    """The Pythons have one home, pyproject.toml; a cell beside that list proves nothing."""
    for name, step in workflow.steps():
        versions = [step.get("with", {}).get("python-version", SUPPORTED[0])]
        if versions == ["${{ matrix.python }}"]:
            versions = in_matrix(workflow.jobs[name], "python")
        early = workflow.scheduled and prerelease(workflow.jobs[name])
        for version in versions:
            if version not in SUPPORTED + (NEXT if early else []):
                yield f"job {name} asks for Python {version}, which pyproject.toml does not list"


@rule("write persist-credentials: false")
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


@rule("one command a step; what is longer becomes a module with a test")
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


@rule("leave it out; what may be red belongs in the weekly run")
def red_is_red(workflow: Workflow) -> Iterator[str]:
    """A failure that is allowed makes later jobs see success, and a newcomer see a red mark."""
    for name, job in workflow.jobs.items():
        if "continue-on-error" in str(job):
            yield f"job {name} has continue-on-error"
        if "matrix" in job.get("strategy", {}) and job["strategy"].get("fail-fast") != "false":
            yield f"job {name} stops its other cells at the first red one: fail-fast: false"


@rule("end the job as its neighbours end")
def says_how_to_repeat(workflow: Workflow) -> Iterator[str]:
    """The one command that repeats a failure belongs where the failure is read."""
    for name, job in workflow.jobs.items():
        last = job["steps"][-1]
        if any("actions/checkout@" in step.get("uses", "") for step in job["steps"]) and not (
            last.get("if") == "${{ failure() }}" and "GITHUB_STEP_SUMMARY" in last.get("run", "")
        ):
            yield f"job {name} does not end by writing to $GITHUB_STEP_SUMMARY if it failed"
        marked = any("tests.plugins.annotate" in step.get("run", "") for step in job["steps"])
        if "RUNNER_TEMP/log" in str(job["steps"]) and not marked:
            yield f"job {name} keeps a log and does not mark its findings"

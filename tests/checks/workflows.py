"""The rules that every workflow keeps, and a workflow as they read it."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from recorder import ROOT, supported
from recorder.fault import Fault

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
PINS = tomllib.loads((ROOT / ".github" / "actions.toml").read_text())
SUPPORTED = supported()
#: macOS and Windows run the newest of each kind.
NEWEST = [[tag for tag in SUPPORTED if tag.endswith("t") == free][-1] for free in (False, True)]
SERIES = int(NEWEST[0].partition(".")[2])
#: Not released yet: tried by the weekly run alone.
NEXT = [f"3.{SERIES + 1}", f"3.{SERIES + 1}t"]
RUNNERS = {"ubuntu-24.04", "macos-15", "windows-2025"}
TOOLS = sysconfig.get_path("scripts")


@dataclass(frozen=True)
class Workflow:
    """A workflow as the rules read it: every value a string, every line known."""

    file: str
    text: str

    @cached_property
    def data(self) -> dict[str, Any]:
        return yaml.load(self.text, Loader=yaml.BaseLoader)

    @property
    def jobs(self) -> dict[str, dict[str, Any]]:
        return self.data["jobs"]

    @property
    def triggers(self) -> dict[str, Any]:
        given = self.data["on"]
        return given if isinstance(given, dict) else dict.fromkeys(given)

    @property
    def scheduled(self) -> bool:
        return "schedule" in self.triggers

    def line(self, what: str) -> int:
        """The line that a finding is about: the one that it names, or that of its job."""
        if found := re.match(r"line (\d+): ", what):
            return int(found[1])
        found = re.match(r"(?:job|a step of) ([\w-]+)", what)
        lines = self.text.splitlines()
        return lines.index(f"  {found[1]}:") + 1 if found and f"  {found[1]}:" in lines else 1

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
RULES: dict[Rule, str] = {}


def rule(cure: str) -> Callable[[Rule], Rule]:
    """A rule yields what is wrong; its docstring says why that matters."""

    def known(function: Rule) -> Rule:
        RULES[function] = cure
        return function

    return known


def faults(check: Rule, workflow: Workflow) -> list[Fault]:
    """What a rule finds, in the four parts of every message."""
    why = " ".join((check.__doc__ or "").split())
    return [
        Fault(
            re.sub(r"^line \d+: ", "", what),
            f".github/workflows/{workflow.file}:{workflow.line(what)}",
            why,
            RULES[check],
        )
        for what in check(workflow)
    ]


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
        marked = any("tests.annotate" in step.get("run", "") for step in job["steps"])
        if "RUNNER_TEMP/log" in str(job["steps"]) and not marked:
            yield f"job {name} keeps a log and does not mark its findings"


@rule("copy the job All green from git, and list every other job in its needs")
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


@rule("split the job: one that runs our code and writes nothing, one that writes and runs none")
def writers_run_nothing_of_ours(workflow: Workflow) -> Iterator[str]:
    """Code of the project, or of what it depends on, must not hold a right to write."""
    may = {
        "pages": {"actions/deploy-pages"},
        "attestations": {"actions/download-artifact", "actions/attest"},
        "issues": {"gh"},
    }
    for name, job in workflow.jobs.items():
        rights = {
            scope for scope, level in (job.get("permissions") or {}).items() if level != "read"
        }
        if not rights:
            continue
        does = {act(step) for step in job["steps"]}
        purpose = rights & set(may)
        if len(purpose) != 1 or rights - purpose - {"id-token"}:
            yield f"job {name} holds {', '.join(sorted(rights))}, which go with no one purpose"
        elif does - may[min(purpose)]:
            yield f"job {name} may write {min(purpose)}, and does more: {', '.join(sorted(does))}"
        if "pages" in rights and (job.get("environment") or {}).get("name") != "github-pages":
            yield f"job {name} may publish outside the environment github-pages"


def act(step: dict[str, Any]) -> str:
    """What a step does: the action that it uses, "gh" if it calls nothing else, or its script."""
    if "uses" in step:
        return step["uses"].partition("@")[0]
    words = re.findall(
        r"(?:^|\$\(|&& |\|\| |do |; )\s*([\w.-]+)(?=[ =])", step["run"], re.MULTILINE
    )
    return (
        "gh" if set(words) <= {"gh", "number", "for", "red", "done", "do", "echo"} else step["run"]
    )


@rule("let the jobs need each other until the one that deploys needs them all; no `if`")
def publishes_only_green(workflow: Workflow) -> Iterator[str]:
    """What was not checked, or was found wrong, must not reach a reader."""
    deploying = [n for n, job in workflow.jobs.items() if "pages" in (job.get("permissions") or {})]
    for name in deploying:
        needed, waiting = set(), [name]
        while waiting:
            new = set(workflow.jobs[waiting.pop()].get("needs", [])) - needed
            needed |= new
            waiting += sorted(new)
        if left_out := set(workflow.jobs) - needed - {name}:
            yield f"job {name} does not wait for {', '.join(sorted(left_out))}"
        if "make test" not in workflow.text.partition("make site")[0]:
            yield "the site is built and no `make test` ran before on the same tree"
    for name, job in workflow.jobs.items():
        if deploying and "if" in job:
            yield f"job {name} has an `if`, which lets it run after a red one"


@rule("copy the job from check.yml; a released Python comes from pyproject.toml")
def the_same_cells(workflow: Workflow) -> Iterator[str]:
    """What is published, or looked at each week, has to be what a change was checked by."""
    model = body(Workflow("check.yml", (FOLDER / "check.yml").read_text()).jobs["cells"])
    running = {n: j for n, j in workflow.jobs.items() if "-m recorder matrix" in str(j["steps"])}
    for name, job in running.items():
        if body(job) != model:
            yield f"job {name} does not run its cells as check.yml does"
    if "deploy-pages" in workflow.text and not running:
        yield "it publishes and ran no cell"


def body(job: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps that make a cell: all but how it is kept, less which release is looked for."""
    steps = []
    for step in job["steps"]:
        if "actions/upload-artifact@" not in step.get("uses", ""):
            options = dict(step.get("with", {}))
            for key in ("check-latest", "allow-prereleases"):
                options.pop(key, None)
            steps.append({**step, "with": options})
    return steps


@rule("list every Python of pyproject.toml on Linux, the newest of each kind on the others")
def every_cell(workflow: Workflow) -> Iterator[str]:
    """A Python that no cell runs is a promise that nobody keeps."""
    newest = [("macos", tag) for tag in NEWEST] + [("windows", tag) for tag in NEWEST]
    whole = {("ubuntu", tag) for tag in SUPPORTED} | set(newest)
    for name, job in workflow.jobs.items():
        if "-m recorder matrix" not in str(job["steps"]):
            continue
        cells = {(cell["os"].partition("-")[0], cell["python"]) for cell in combinations(job)}
        want = {("ubuntu", tag) for tag in NEXT} if prerelease(job) else whole
        if cells != want:
            wrong = ", ".join(" ".join(cell) for cell in sorted(cells ^ want))
            yield f"job {name} has these too many or too few: {wrong}"


def combinations(job: dict[str, Any]) -> list[dict[str, str]]:
    """The cells of a matrix whose `include` only adds cells."""
    matrix = job["strategy"]["matrix"]
    base = [{"os": os_, "python": tag} for os_ in matrix["os"] for tag in matrix["python"]]
    return base + matrix.get("include", [])


def prerelease(job: dict[str, Any]) -> bool:
    """Whether a job takes Pythons that are not released yet."""
    return any("allow-prereleases" in step.get("with", {}) for step in job["steps"])


@rule("keep the steps of the job site: the record of this run, the site, the summary")
def reviewer_sees(workflow: Workflow) -> Iterator[str]:
    """A reviewer decides by what a reader will see, and not by the source alone."""
    if "pull_request" not in workflow.triggers:
        return
    jobs = [j for j in workflow.jobs.values() if any("make site" in str(s) for s in j["steps"])]
    text = [str(step) for job in jobs for step in job["steps"]]
    order = ["'fetch-depth': '2'", "'name': 'matrix', 'path': 'snippets'", "make site"]
    order += ["'name': 'site', 'path': 'site'", "tests.summary >> "]
    places = [next((n for n, step in enumerate(text) if part in step), -1) for part in order]
    if -1 in places or places != sorted(places):
        missing = ", ".join(part for part, at in zip(order, places, strict=True) if at < 0)
        yield f"the site is not built, kept and told as it should be; missing: {missing or 'order'}"


@rule("copy the job from git, and list every other job in its needs")
def one_issue(workflow: Workflow) -> Iterator[str]:
    """Nobody looks at a red run of a schedule, and nobody reads the second issue about it."""
    if not workflow.scheduled:
        return
    if workflow.triggers != {"schedule": [{"cron": "23 5 * * 1"}], "workflow_dispatch": ""}:
        yield "it does not run weekly, off the hour, and by hand"
    name, job = list(workflow.jobs.items())[-1]
    if set(job.get("needs", [])) != set(workflow.jobs) - {name}:
        yield f"job {name} does not need every other job"
    if job.get("if") != "${{ !cancelled() && github.event_name == 'schedule' }}":
        yield f"job {name} runs when it should not, or the other way round"
    for results, number, verb in (
        ("success success", "", ""),
        ("success success", "7", "close 7"),
        ("success failure", "", "create"),
        ("skipped cancelled", "7", "comment 7"),
    ):
        called = calls(job, results, number)
        did = ["".join(re.findall(r"^gh issue (\w+(?: \d+)?)", call)) for call in called[2:]]
        if did != [verb][: bool(verb)]:
            yield f"job {name} calls {did} after: {results}, with the issue {number or 'none'}"
        if not called[0].startswith("gh label create scheduled-failure --force"):
            yield f"job {name} does not make the label first"


def calls(job: dict[str, Any], results: str, number: str) -> list[str]:
    """Which gh commands the steps of a job give, with a gh that only notes them."""
    noted = []
    outputs: dict[str, str] = {}
    gh = 'gh() { echo "gh $*" >> "$LOG"; [ "$2" != list ] || echo "$FOUND"; }; '
    for step in job["steps"]:
        condition = step.get("if", "").removeprefix("${{").removesuffix("}}").strip()
        for key, value in outputs.items():
            condition = condition.replace(f"steps.issue.outputs.{key}", repr(value))
        if condition and not eval(condition.replace("&&", "and")):
            continue
        with tempfile.TemporaryDirectory() as folder:
            log, output = Path(folder, "log"), Path(folder, "output")
            for file in (log, output):
                file.touch()
            variables = {"LOG": str(log), "GITHUB_OUTPUT": str(output), "FOUND": number}
            variables |= {"RESULTS": results, "NUMBER": number, "RUN": "the run"}
            words = ["bash", "-e", "-o", "pipefail", "-c", gh + step["run"]]
            subprocess.run(words, env=os.environ | variables, check=True, timeout=30)
            noted += log.read_text().splitlines()
            outputs |= dict(line.split("=", 1) for line in output.read_text().splitlines())
    return noted


@rule("leave the cache out")
def publishes_no_cache(workflow: Workflow) -> Iterator[str]:
    """Whatever a pull request left in a cache would be published."""
    if "actions/deploy-pages@" in workflow.text and re.search(r"cache: |/cache@", workflow.text):
        yield "it publishes and restores a cache"


def in_matrix(job: dict[str, Any], key: str) -> list[str]:
    matrix = job["strategy"]["matrix"]
    return matrix.get(key, []) + [cell[key] for cell in matrix.get("include", []) if key in cell]

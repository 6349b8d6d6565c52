"""The rules of single jobs: what lets a change in, what publishes, and what tells of a fault."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shelf.support import places
from tests.checks.work.workflow import (
    FOLDER,
    NEXT,
    OBSERVED,
    SUPPORTED,
    Workflow,
    in_matrix,
    prerelease,
    rule,
)


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
    judged = {"cells"} if "recorder merge --whole " in str(workflow.jobs.get("merge")) else set()
    if left_out := set(workflow.jobs) - {name} - set(gate.get("needs", [])) - judged:
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
        "issues": {"actions/download-artifact", "gh"},
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


@rule("let the jobs need each other until the one that deploys needs them all; copy each `if`")
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
    for name, job in workflow.jobs.items() if deploying else ():
        asks = ["!cancelled()"]
        asks += [f"needs.{n}.result == 'success'" for n in job.get("needs", []) if n != "cells"]
        want = f"${{{{ {' && '.join(asks)} }}}}" if job.get("needs") else None
        if job.get("if") != want:
            yield f"job {name} has not the `if` {want}: it would run after a red one, or not at all"
    if deploying and "recorder merge --whole " not in workflow.text:
        yield "nothing asks whether the cells came that are required"


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
    whole = {(system.replace("linux", "ubuntu"), tag) for system, tag in places(SUPPORTED)}
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


@rule("keep the steps of the job site: the record of this run, the site, the summary")
def reviewer_sees(workflow: Workflow) -> Iterator[str]:
    """A reviewer decides by what a reader will see, and not by the source alone."""
    if "pull_request" not in workflow.triggers:
        return
    jobs = [j for j in workflow.jobs.values() if any("make site" in str(s) for s in j["steps"])]
    text = [str(step) for job in jobs for step in job["steps"]]
    order = ["'fetch-depth': '2'", "'name': 'matrix', 'path': 'snippets'", "make site"]
    order += ["'name': 'site', 'path': 'site'", "tests.chores.summary >> "]
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


@rule("copy the job from git, and name in its matrix what pyproject.toml has as observed")
def an_issue_for_each_observed(workflow: Workflow) -> Iterator[str]:
    """What stops nothing is forgotten, unless one place says what differs there now."""
    if not workflow.scheduled:
        return
    job = workflow.jobs.get("observed", {"steps": []})
    if (named := in_matrix(job, "what") if "strategy" in job else []) != OBSERVED:
        yield f"job observed keeps an issue for {named}, and not for {OBSERVED}"
    for listed, number, verb in (
        ("", "", ""),
        ("", "7", "close 7"),
        ("- `threads/a`", "", "create"),
        ("- `threads/a`", "7", "edit 7"),
    ):
        called = calls(job, "", number, listed)
        did = ["".join(re.findall(r"^gh issue (\w+(?: \d+)?)", call)) for call in called[2:]]
        if did != [verb][: bool(verb)]:
            yield f"job observed calls {did} with the list {listed!r}, the issue {number or 'none'}"


def calls(job: dict[str, Any], results: str, number: str, listed: str = "") -> list[str]:
    """Which gh commands the steps of a job give, with a gh that only notes them."""
    noted = []
    outputs: dict[str, str] = {}
    gh = 'gh() { echo "gh $*" >> "$LOG"; [ "$2" != list ] || echo "$FOUND"; }; '
    for step in job["steps"]:
        if "uses" in step:
            continue
        condition = step.get("if", "").removeprefix("${{").removesuffix("}}").strip()
        for key, value in outputs.items():
            condition = condition.replace(f"steps.issue.outputs.{key}", repr(value))
        if condition and not eval(condition.replace("&&", "and")):
            continue
        with tempfile.TemporaryDirectory() as folder:
            log, output = Path(folder, "log"), Path(folder, "output")
            for file in (log, output):
                file.touch()
            Path(folder, "observed").mkdir()
            Path(folder, "observed", "windows.md").write_text(listed)
            variables = {"LOG": str(log), "GITHUB_OUTPUT": str(output), "FOUND": number}
            variables |= {"RESULTS": results, "NUMBER": number, "RUN": "the run"}
            variables["WHAT"] = "windows"
            words = ["bash", "-e", "-o", "pipefail", "-c", gh + step["run"]]
            subprocess.run(words, cwd=folder, env=os.environ | variables, check=True, timeout=30)
            noted += log.read_text().splitlines()
            outputs |= dict(line.split("=", 1) for line in output.read_text().splitlines())
    return noted


@rule("leave the cache out")
def publishes_no_cache(workflow: Workflow) -> Iterator[str]:
    """Whatever a pull request left in a cache would be published."""
    if "actions/deploy-pages@" in workflow.text and re.search(r"cache: |/cache@", workflow.text):
        yield "it publishes and restores a cache"

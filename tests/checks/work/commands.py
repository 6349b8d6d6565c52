"""The rules of what a workflow runs: each command whole, when it runs, and what it is handed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.checks.work.workflow import Workflow, rule

#: The commands of the jobs that check and build, in their order and to the letter.
#: What makes and merges cells, and what runs weekly, other rules hold: the rehearsal
#: of .ci/workflows.py shortens it.
RUNS = {
    "check": {
        "lint": ["make lint"],
        "test": ["make test WHOLE=1"],
        "site": [
            "make site",
            '.venv/bin/python -m tests.chores.summary >> "$GITHUB_STEP_SUMMARY"',
        ],
    },
    "publish": {
        "build": [
            "make test WHOLE=1",
            'SITE_URL="${DOMAIN:-https://$OWNER.github.io/${REPOSITORY#*/}/}" make site book',
        ],
    },
}
TRIGGERS: dict[str, dict[str, Any]] = {
    "check": {"pull_request": ""},
    "publish": {"push": {"branches": ["main"]}, "workflow_dispatch": ""},
    "weekly": {"schedule": [{"cron": "23 5 * * 1"}], "workflow_dispatch": ""},
}
#: Which Pythons the jobs run on that have no cells: the oldest and the newest, or each
#: for which a record of trials has to be there.
PYTHONS = {
    ("check", "test"): ["3.11", "3.14"],
    ("weekly", "use"): ["3.11", "3.14", "3.14t", "3.15"],
}
#: What a command may be handed, and from where.
ENVIRONMENT = {
    "RUFF_OUTPUT_FORMAT": "github",
    "PYTHONUTF8": "1",
    "PYTHON": "${{ matrix.python }}",
    "TAG": "${{ matrix.python }}",
    "VENV": "${{ matrix.venv }}",
    "WHAT": "${{ matrix.what }}",
    "STATUS": "${{ job.status }}",
    # the weekly run, and what is published by hand, is neither and runs whole
    "SINCE": "${{ github.event_name == 'pull_request' && 'HEAD^1' || '' }}",
    "PUBLISHED": "${{ github.event_name == 'push' && (vars.SITE_URL || "
    "format('https://{0}.github.io/{1}/', github.repository_owner, github.event.repository.name))"
    " || '' }}",
    "OWNER": "${{ github.repository_owner }}",
    "REPOSITORY": "${{ github.repository }}",
    "REPO_URL": "${{ github.server_url }}/${{ github.repository }}",
    "DOMAIN": "${{ vars.SITE_URL }}",
    "GH_REPO": "${{ github.repository }}",
    "GH_TOKEN": "${{ github.token }}",
    "RUN": "${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}",
    "NUMBER": "${{ steps.issue.outputs.number }}",
    "RESULTS": "${{ join(needs.*.result, ' ') }}",
}
#: Keeps what a command said; bash with pipefail lets its status through.
LOGGED = ' 2>&1 | tee "$RUNNER_TEMP/log"'
#: A command that only tells: a line for the summary, a mark, where an interpreter is.
TELLS = re.compile(
    r'echo "[^"\n]*" >> "\$GITHUB_STEP_SUMMARY"'
    r"|\S+ -m tests\.plugins\.annotate [^|;&\n]*"
    r"""|echo "PYTHONS=\$\(python -c '[^']*'\)" >> "\$GITHUB_ENV\""""
)
#: What makes a step end well although a command of it did not.
HIDES = re.compile(
    r"\|\|?|\bset \+\w|\bexit 0\b|(?<![\w=])(?:true|:)(?=\s*(?:$|;))|(?<!&)&\s*$|\bif !"
)


@rule("write the command as RUNS in tests/checks/work/commands.py has it, or change both")
def runs_whole(workflow: Workflow) -> Iterator[str]:
    """A command that is left out, shortened or softened is a check that nobody misses."""
    want = RUNS.get(workflow.file.removesuffix(".yml"), {})
    for name, job in workflow.jobs.items():
        runs = [step["run"].strip().removesuffix(LOGGED) for step in job["steps"] if "run" in step]
        does = [run for run in runs if not TELLS.fullmatch(run)]
        if name in want and does != want[name]:
            wrong = [run for run in does if run not in want[name]] or ["too few, or another order"]
            yield f"job {name} runs something else: {'; '.join(wrong)}"
    yield from (f"it has no job {name}" for name in want if name not in workflow.jobs)


@rule("let a command that fails fail its step; `[ … ] || …` may decide something")
def hides_no_status(workflow: Workflow) -> Iterator[str]:
    """A step whose last word is true is green, whatever came before it."""
    for name, step in workflow.steps():
        script = step.get("run", "").removesuffix("\n").removesuffix(LOGGED)
        for line in script.split("\n"):
            decided = re.sub(r"\[ [^\]]* \] \|\|", "", re.sub(r"'[^']*'", "''", line))
            if found := HIDES.search(decided):
                how = found[0].strip()
                yield f"a step of {name} hides how it ended, by {how!r}: {line.strip()}"


@rule("leave its condition out; what only tells, keeps or marks may run after a failure")
def runs_always(workflow: Workflow) -> Iterator[str]:
    """A check that is passed over looks like one that held."""
    for name, step in workflow.steps():
        condition = step.get("if", "")
        if not condition or not any("checkout@" in str(s) for s in workflow.jobs[name]["steps"]):
            continue
        run = step.get("run", "").strip()
        observed = run.startswith(".venv/bin/python -m recorder observed ")
        if TELLS.fullmatch(run) or "actions/upload-artifact@" in step.get("uses", "") or observed:
            if condition not in ("${{ failure() }}", "${{ !cancelled() }}"):
                yield f"a step of {name} has the condition {condition}"
        else:
            yield f"a step of {name} runs only if {condition}: {step.get('name')}"


@rule("write it as TRIGGERS in tests/checks/work/commands.py has it, or change both")
def begins_when_declared(workflow: Workflow) -> Iterator[str]:
    """A workflow that nothing starts is green for ever."""
    want = TRIGGERS.get(workflow.file.removesuffix(".yml"))
    if workflow.triggers != want:
        yield f"it is triggered by {workflow.triggers}, not by {want}"
    for (file, name), pythons in PYTHONS.items():
        if f"{file}.yml" == workflow.file and name in workflow.jobs:
            have = workflow.jobs[name].get("strategy", {}).get("matrix", {}).get("python")
            if have != pythons:
                yield f"job {name} runs on {have}, not on {pythons}"


@rule("hand over what ENVIRONMENT in tests/checks/work/commands.py lists, or add it there")
def hands_over_what_is_listed(workflow: Workflow) -> Iterator[str]:
    """A variable can switch a check off, and an expression can carry a token away."""
    holders = [("at the top", workflow.data), *((f"job {n}", j) for n, j in workflow.jobs.items())]
    holders += [(f"a step of {name}", step) for name, step in workflow.steps()]
    for where, holder in holders:
        for key, value in (holder.get("env") or {}).items():
            if ENVIRONMENT.get(key) != value:
                yield f"{where} sets {key} to {value}"
    for name, job in workflow.jobs.items():
        token = re.search(r"github\.token|GITHUB_TOKEN|github\[", str(job))
        if token and "issues" not in (job.get("permissions") or {}):
            yield f"job {name} names {token[0]}, and keeps no issue"

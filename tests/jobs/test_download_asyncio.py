"""What is promised of the other program that downloads too: `jobs/download_asyncio`."""

from __future__ import annotations

import signal

import pytest

from snippets.jobs.stages.web_server import Server
from tests.jobs import test_download_threads as others
from tests.jobs.conftest import Job
from tests.jobs.test_download_threads import servers

__all__ = ["servers"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

PROGRAM = "download_asyncio"


@pytest.mark.parametrize("workers", [1, 7])
def test_each_kind_of_answer(job: Job, servers: tuple[Server, Server], workers: int) -> None:
    others.test_each_kind_of_answer(job, servers, PROGRAM, workers)


def test_limits_of_all_and_of_each_host(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_limits_of_all_and_of_each_host(job, servers, PROGRAM)


def test_connections_are_kept(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_connections_are_kept(job, servers, PROGRAM)


def test_time_limits(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_time_limits(job, servers, PROGRAM)


def test_the_limit_for_all(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_the_limit_for_all(job, servers, PROGRAM)


def test_run_again_it_fetches_what_failed(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_run_again_it_fetches_what_failed(job, servers, PROGRAM)


def test_names_stay_inside_and_apart(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_names_stay_inside_and_apart(job, servers, PROGRAM)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_signal_ends_it(
    job: Job, servers: tuple[Server, Server], number: int, twice: bool
) -> None:
    others.test_a_signal_ends_it(job, servers, PROGRAM, number, twice)


def test_no_address_and_wrong_calls(job: Job) -> None:
    others.test_no_address_and_wrong_calls(job, PROGRAM)


def test_an_error_in_main_ends_it(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_an_error_in_main_ends_it(job, servers, PROGRAM)


def test_a_thread_that_dies_ends_all(job: Job, servers: tuple[Server, Server]) -> None:
    others.test_a_thread_that_dies_ends_all(job, servers, PROGRAM)


@pytest.mark.parametrize("hosts", [1, 400])
def test_a_long_list_costs_no_more_per_address(job: Job, hosts: int) -> None:
    others.test_a_long_list_costs_no_more_per_address(job, PROGRAM, hosts)


def test_a_status_that_may_pass_is_tried_again(job: Job) -> None:
    others.test_a_status_that_may_pass_is_tried_again(job, PROGRAM)


def test_a_pause_doubles_or_is_asked_for(job: Job) -> None:
    others.test_a_pause_doubles_or_is_asked_for(job, PROGRAM)


def test_what_nobody_says(job: Job) -> None:
    others.test_what_nobody_says(job, PROGRAM)


def test_a_terminal_gets_a_bar_and_the_report_a_line_of_its_own(
    job: Job, servers: tuple[Server, Server]
) -> None:
    others.test_a_terminal_gets_a_bar_and_the_report_a_line_of_its_own(job, servers, PROGRAM)

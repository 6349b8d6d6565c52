from snippets.choosing.share_out import inner_threads


def test_no_more_threads_than_cpus_while_workers_fit() -> None:
    """Workers times inner threads passes the CPUs only where the workers alone do."""
    for cpus in range(1, 65):
        for workers in range(1, 130):
            assert workers * inner_threads(cpus, workers) <= max(cpus, workers)

import pytest

from snippets.choosing import where_time_goes as program


@pytest.mark.parametrize(
    ("waits_cpu", "computes_cpu", "waits", "more"),
    [(0.4, 0.5, True, True), (0.5, 0.5, False, False), (0.6, 0.4, False, False)],
)
def test_the_two_clocks_tell_waits_from_work(
    waits_cpu: float,
    computes_cpu: float,
    waits: bool,
    more: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A job of one second waits if its CPU time is less than half of that."""
    clocks = iter([10.0, 11.0])
    cpus = iter([0.0, waits_cpu, 0.0, computes_cpu])
    monkeypatch.setattr(program, "perf_counter", clocks.__next__)
    monkeypatch.setattr(program, "process_time", cpus.__next__)
    monkeypatch.setattr(program, "download", lambda: b"photo")
    program.main()

    told = f"download mostly waits: {waits}\nbrighten computes more: {more}\n"
    assert capsys.readouterr().out == told


def test_cpu_time_is_what_was_spent_since_the_begin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A process has spent some before."""
    clocks = iter([10.0, 11.0])
    cpus = iter([5.0, 5.3, 7.0, 7.2])
    monkeypatch.setattr(program, "perf_counter", clocks.__next__)
    monkeypatch.setattr(program, "process_time", cpus.__next__)
    monkeypatch.setattr(program, "download", lambda: b"photo")
    program.main()

    told = "download mostly waits: True\nbrighten computes more: False\n"
    assert capsys.readouterr().out == told


def test_a_photo_is_brighter_by_forty() -> None:
    """What would be more than white begins anew."""
    assert program.brighten(bytes([0, 100, 250])) == bytes([40, 140, 34])

"""What the page "Update a window from a thread" says, tried without a screen."""

from __future__ import annotations

import contextlib
import queue
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Event, Thread, current_thread, main_thread
from typing import Any

import pytest

from shelf import ROOT
from tests.checks.pages.markdown import Page

tkinter = pytest.importorskip("tkinter")
pytestmark = pytest.mark.usefixtures("windows_end_here")

LEFT_BEHIND = """\
import threading, tkinter

def work(window):
    go_on.wait(60)

window, go_on = tkinter.Tcl(), threading.Event()
worker = threading.Thread(target=work, args=(window,))
worker.start()
del window
go_on.set()
worker.join()
"""


def bare() -> Any:
    """A window without a screen: tkinter's main loop, and nothing to see."""
    window = tkinter.Tcl()
    window.tk.eval("proc wm args {}; proc destroy args {}")
    window.mainloop = partial(window.mainloop, -1)  # goes on although it has no window
    return window


def blocks() -> list[str]:
    """The page's blocks of code."""
    return [f.text for f in Page(ROOT, Path(PAGE)).fences if f.language == "python"]


def test_the_lines_of_the_page_show_what_a_worker_sends() -> None:
    """Messages come in the main thread; the close asks the worker, joins it and ends the loop."""
    (fence,) = (text for text in blocks() if "def poll" in text)
    inbox, stop, shown = Queue[str](), Event(), list[tuple[str, str]]()
    root, closing = bare(), list[Any]()

    class Label:
        def __setitem__(self, key: str, text: str) -> None:
            shown.append((text, current_thread().name))

    def work() -> None:
        for step in range(3):
            inbox.put(f"step {step}")
        root_may_close.set()
        stop.wait(60)

    def look() -> None:
        if root_may_close.is_set() and len(shown) == 3:
            return closing[0]()
        root.after(5, look)

    root_may_close, worker = Event(), Thread(target=work)
    root.protocol = lambda name, call: closing.append(call)
    root.destroy = root.quit
    worker.start()
    root.after(5, look)
    names = {"inbox": inbox, "stop": stop, "root": root, "label": Label(), "worker": worker}
    exec(fence, names)
    below = 'root.protocol("WM_DELETE_WINDOW", close)`, `poll()` and `root.mainloop()'
    assert below in PAGE.read_text(encoding="utf-8")
    exec(re.sub("`, `|` and `", "\n", below), names)

    assert shown == [(f"step {step}", "MainThread") for step in range(3)]
    assert stop.is_set() and not worker.is_alive()


PAGE = ROOT / "docs" / "threads" / "update-a-window.md"


@pytest.mark.parametrize("call", ["after", "after_idle", "update", "setvar", "mainloop"])
def test_all_calls_are_for_the_thread_of_the_loop(call: str) -> None:
    """In another thread they raise where no loop runs."""
    window, said = tkinter.Tcl(), list[str]()
    given = {"after": (5, print), "after_idle": (print,), "mainloop": (-1,)}.get(call, ())

    def work() -> None:
        try:
            getattr(window, call)(*given)
        except RuntimeError as error:
            said.append(str(error))

    worker = Thread(target=work)
    worker.start()
    worker.join(60)
    wrong = "Calling Tcl from different apartment"
    assert said == [wrong if call == "mainloop" else "main thread is not in main loop"]


def test_a_call_from_a_worker_waits_for_the_loop() -> None:
    """A callback that joins the worker waits for ever; when it gives up, the worker goes on."""
    window, calling, alive = bare(), Event(), list[bool]()

    def work() -> None:
        calling.set()
        window.setvar("label", "half done")
        window.after(0, window.quit)

    worker = Thread(target=work)

    def join() -> None:
        worker.start()
        calling.wait(60)
        worker.join(0.2)
        alive.append(worker.is_alive())

    window.after(5, join)
    window.mainloop()
    worker.join(60)
    assert alive == [True] and not worker.is_alive()
    assert window.getvar("label") == "half done"


def test_a_window_that_is_dropped_in_a_worker_ends_the_program() -> None:
    """Tcl aborts, with the message that the page quotes."""
    run = subprocess.run(
        [sys.executable, "-c", LEFT_BEHIND], capture_output=True, text=True, timeout=60
    )

    assert run.returncode < 0
    assert "Tcl_AsyncDelete: async handler deleted by the wrong thread" in run.stderr


def test_the_window_waits_for_a_handler() -> None:
    """What is to be drawn in the meantime is drawn when the handler has come to its end."""
    window, seen, met = bare(), list[str](), list[bool]()

    def handle() -> None:
        met.append(current_thread() is main_thread())
        window.after(0, seen.append, "drawn")
        worker = Thread(target=lambda: seen.append("worked"))
        worker.start()
        worker.join(60)
        seen.append("handled")
        window.after(1, window.quit)

    window.after(5, handle)
    window.mainloop()

    assert met == [True]
    assert seen[:2] == ["worked", "handled"] and "drawn" in seen[2:]


def test_a_new_frame_takes_the_place_of_an_old_one() -> None:
    """The function of the page, on a queue of one place."""
    names: dict[str, Any] = {"queue": queue, "contextlib": contextlib}
    (lines,) = (text for text in blocks() if "def newest" in text)
    exec(lines, names)
    frames: Queue[int] = Queue(1)

    for frame in range(3):
        names["newest"](frames, frame)

    assert frames.get_nowait() == 2
    assert frames.empty()

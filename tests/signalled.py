"""Text for programs that tests send signals: what main does, so that none is lost."""

from __future__ import annotations

#: In a function of a program that imports `signal`: main looks for signals all the time.
#: Python hears one that comes right before a long wait begins when that wait is over.  The
#: alarm ends each wait for a moment; it is off at the end, when handlers are given back.
TICKS = """\
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    __import__("atexit").register(signal.setitimer, signal.ITIMER_REAL, 0)
"""
#: A statement of main that ends by a signal alone: `signal.pause` would lose such a one.
UNTIL_A_SIGNAL = "while True: __import__('time').sleep(0.01)"
#: A function for another thread: main, by its ident, waits in a function of these names.
UNTIL_MAIN_WAITS = """\
def until_main_waits(main, *names):
    looks = []
    while len(looks) < 5 or len(set(looks)) > 1:  # nor does it wait for the GIL
        time.sleep(0.02)
        with open(f"/proc/self/task/{os.getpid()}/status") as file:
            status = file.read()
        frame = sys._current_frames().get(main)  # none when the program's last line is done
        there = frame and frame.f_code.co_name in names
        looks = [*looks[-4:], status] if there and "State:\\tS" in status else []
"""

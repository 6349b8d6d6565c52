"""Text for programs that tests send signals: main looks for them all the time.

Python hears a signal that comes right before a long wait begins when that wait is over.
An alarm that comes again and again ends each wait for a moment; it is off at the end,
when Python has given its handlers back.
"""

from __future__ import annotations

#: For a function of a program that imports `signal`.
TICKS = """\
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    __import__("atexit").register(signal.setitimer, signal.ITIMER_REAL, 0)
"""

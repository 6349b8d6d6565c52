"""Runs a program as a reader would and writes down what it did.

The rooms stand in the order of the flow, and each knows only those before it:
`run`, `pythons`, `hold`, `cell`, `write`; `inside` works in the program's own
interpreter and imports nothing of ours. ::

    from recorder import choose, observe, verify
    from recorder.cell import natural_cell
    python = choose("3.14")
    cell = natural_cell(sample.header, python)
    observe(sample, python, cell)  # a Result: status, error, text, seconds, leftovers
    verify(sample, python, cell)  # a list of faults, empty if it did what it says

On the command line: ``python -m recorder --help``.
"""

from recorder.cell import observe, verify
from recorder.pythons.interpreters import choose

__all__ = ["choose", "observe", "verify"]

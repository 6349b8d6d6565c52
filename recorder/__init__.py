"""Runs a program as a reader would and writes down what it did.

Reading half, which is all that this module imports and the theme uses::

    from recorder import find, samples
    sample = find("threads/lost_update")
    sample.shown, sample.header, sample.transcripts()

and `recorder.timing` for what the programs that measure have measured.

Running half::

    from recorder.interpreters import choose
    from recorder.record import natural_cell, observe, verify
    python = choose("3.14")
    cell = natural_cell(sample.header, python)
    observe(sample, python, cell)  # a Result: status, error, text, seconds, leftovers
    verify(sample, python, cell)   # a list of faults, empty if it did what it says

On the command line: ``python -m recorder --help``.
"""

from recorder.header import (
    Cell,
    Condition,
    Expectation,
    Header,
    HeaderError,
    Variant,
    read_header,
    version_words,
)
from recorder.sample import ROOT, Sample, UnknownSample, find, measuring, samples, supported
from recorder.transcript import Command, Transcript, TranscriptError, read_transcript

__all__ = [
    "ROOT",
    "Cell",
    "Command",
    "Condition",
    "Expectation",
    "Header",
    "HeaderError",
    "Sample",
    "Transcript",
    "TranscriptError",
    "UnknownSample",
    "Variant",
    "find",
    "measuring",
    "read_header",
    "read_transcript",
    "samples",
    "supported",
    "version_words",
]

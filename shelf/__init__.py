"""What is known of each program: its header, what was recorded, and where it ran.

The shelf imports nothing of ours and runs nothing.  Other rooms read here::

    from shelf import find, samples
    sample = find("threads/lost_update")
    sample.shown, sample.header, sample.transcripts()

and `shelf.timing` for what the programs that measure have measured.
"""

from shelf.conditions import Case, Cell, Condition, Expectation
from shelf.header import Header, read_header
from shelf.sample import ROOT, Sample, UnknownSample
from shelf.shelf import find, measuring, samples
from shelf.support import supported
from shelf.table import HeaderError
from shelf.transcript import Command, Transcript, TranscriptError, read_transcript
from shelf.words import version_words
from shelf.wrong import Wrong

__all__ = [
    "ROOT",
    "Case",
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
    "Wrong",
    "find",
    "measuring",
    "read_header",
    "read_transcript",
    "samples",
    "supported",
    "version_words",
]

"""What is done to a program when it is put to trial, as users and machines do it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """One thing that is done to a program: its family, and in words what happens."""

    name: str
    family: str
    words: str


#: Every deed by the name that it has in the record.  `family` is what a header spares.
DEEDS = {
    deed.name: deed
    for deed in (
        Deed("error", "raise", "an exception is raised"),
        Deed("keyboard", "raise", "KeyboardInterrupt is raised"),
        Deed("memory", "raise", "MemoryError is raised"),
        Deed("unbuildable", "raise", "an exception is raised that its pickle cannot rebuild"),
        Deed("empty", "grow", "there is no item"),
        Deed("one", "grow", "there is one item"),
        Deed("same", "grow", "the same item comes twice"),
        Deed("fifty", "grow", "there are fifty times as many items"),
        Deed("one-worker", "grow", "there is one worker"),
        Deed("eight-workers", "grow", "there are eight workers"),
        Deed("interrupt", "interrupt", "Ctrl-C comes to the process"),
        Deed("group", "interrupt", "Ctrl-C comes to the process and its children"),
        Deed("twice", "interrupt", "Ctrl-C comes twice"),
        Deed("terminate", "sigterm", "SIGTERM comes"),
        Deed("kill", "kill", "a worker process is killed"),
        Deed("idle", "kill", "an idle worker process is killed"),
    )
}
FAMILIES = tuple(dict.fromkeys(deed.family for deed in DEEDS.values()))
#: What a header may spare: a whole family, or one deed.
SPARABLE = (*FAMILIES, *(name for name in DEEDS if name not in FAMILIES))

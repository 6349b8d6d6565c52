"""Puts the notes of one run together to lanes.

How a lane is called does not depend on luck: a thread, process or task by the
name that it was given, else by what it was made for (``fetch news``), else as
a worker.  Several of one name are numbered in the order in which they were
made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from shelf.trace import Lane, Span

Note = tuple[Any, ...]
#: A process and in it a thread or a task; of a process as a whole the second is "".
Key = tuple[int, Any]
#: The unit in which a process reads the program's file.
IMPORT = "import"
#: In what words a thread or process is waited for that was asked for.
STARTS = "the start"
#: Names that nobody has given; the numbers in them say in which order they were made.
GIVEN_BY_NOBODY = re.compile(
    r"MainThread|(?:Thread|\w*Process|\w*PoolExecutor|Task)-[\d:_]+( \(.*\))?"
)


@dataclass
class _Seen:
    """A lane, as far as its notes tell."""

    key: Key
    given: str = ""
    order: tuple[int, ...] = ()
    begin: int = 0
    end: int = 0
    ending: str = ""
    born: bool = False  # as a process of multiprocessing
    own: str = ""  # the unit that it was made for
    units: list[Span] = field(default_factory=list)
    idle: list[tuple[str, Any, int, int, Any]] = field(default_factory=list)
    holds: list[tuple[int, int, int]] = field(default_factory=list)

    def note(self, what: str, time: int, *rest: Any) -> None:
        """Take in a note about this lane."""
        match what, rest:
            case "lane", (name,):
                self.begin = self.begin or time
                self.order = tuple(map(int, re.findall(r"\d+", name)))
                self.given = "" if GIVEN_BY_NOBODY.fullmatch(name) else name
            case "born", (identity,):
                self.born, self.order = True, identity
            case "begin", (name, own):
                self.begin = self.begin or time
                self.own = name if own else self.own
                self.units.append(Span("unit", name, time, 0))
            case "end", (ending,):
                self.units[-1] = self.units[-1].until(time, ending)
            case "exit", ():
                self.end = time
            case "wait", (kind, words, whom):
                self.idle.append((kind, words, time, 0, whom))
            case "woke", (whom,):
                kind, words, begin, _, was = self.idle[-1]
                self.idle[-1] = kind, words, begin, time, whom or was
            case "pause", (words, until):
                self.idle.append(("waits", words, time, until, ""))
            case "hold", (lock,):
                self.holds.append((lock, time, 0))
            case "free", (lock,):
                at = max(n for n, held in enumerate(self.holds) if held[0] == lock)
                self.holds[at] = lock, self.holds[at][1], time

    def close(self, gone: int) -> None:
        """End what has no end of its own when its process is `gone`."""
        if self.units and not self.units[-1].end:
            self.units[-1] = self.units[-1].until(gone, "cut off")
        if self.born and not self.end:
            self.end, self.ending = gone, "cut off"
        elif not self.end:
            self.end, self.ending = self.units[-1].end, self.units[-1].ending
        self.idle = [(k, words, begin, end or self.end, w) for k, words, begin, end, w in self.idle]
        self.holds = [(lock, begin, end or self.end) for lock, begin, end in self.holds]


def assemble(notes: list[Note], stopped: int) -> tuple[Lane, ...]:
    """The lanes in the order in which they began, and then the calls that nobody came to run.

    ``stopped`` is when the program was, 0 if it ended by itself.
    """
    seen: dict[Key, _Seen] = {}
    about: dict[str, list[Note]] = defaultdict(list)
    last: dict[int, int] = {}
    for note in sorted(notes, key=lambda note: note[1]):
        what, time, key, *rest = note
        last[key[0]] = time
        if what in ("asked", "dropped", "killed", "over"):
            about[what].append(note)
        else:
            seen.setdefault(key, _Seen(key)).note(what, time, *rest)
    lanes = [one for one in seen.values() if one.units or one.born]
    if not lanes:
        return ()
    gone = {pid: max(time, stopped) for pid, time in last.items()}
    gone |= {key[0]: time for _, time, key in about["over"]}
    gone |= {victim: max(time, last.get(victim, 0)) for _, time, _, victim in about["killed"]}
    for one in lanes:
        one.close(gone[one.key[0]])
    first = min(lanes, key=lambda one: one.begin)
    lanes.sort(key=lambda one: (one is not first, one.begin))
    return _Drawing(lanes, about).lanes()


class _Drawing:
    """Gives the lanes of a run their names, and one zero of time."""

    def __init__(self, seen: list[_Seen], about: dict[str, list[Note]]) -> None:
        self.seen, self.about = seen, about
        self.zero, self.main = seen[0].begin, seen[0].key[0]
        self.names = self._named()
        waits = [wait for one in seen for wait in one.idle]
        self.started = {whom: begin for _, words, begin, _, whom in waits if words == STARTS}
        held = {lock for one in seen for lock, *_ in one.holds}
        self.locks = {lock: n for n, lock in enumerate(sorted(held), 1)}

    def lanes(self) -> tuple[Lane, ...]:
        """Each lane that was seen, in order, and those that nobody came to run."""
        return (*(self._lane(one) for one in self.seen), *self._never_ran())

    def _lane(self, one: _Seen) -> Lane:
        spans = [
            self._span(kind, self._words(words), begin, end, self._whom(whom))
            for kind, words, begin, end, whom in one.idle
        ]
        asked = self.started.get((one.key[0], "") if one.born else one.key)
        if asked and asked < one.begin:
            spans.append(self._span("starts", STARTS, asked, one.begin))
        spans += [self._span("holds", self._words(n), begin, end) for n, begin, end in one.holds]
        if len(one.units) > 1 or not one.own:
            spans += [self._span("unit", u.name, u.begin, u.end, "", u.ending) for u in one.units]
        name = self.names[one.key]
        whole = self._span("lane", name, one.begin, one.end, "", one.ending)
        return Lane(name, self._process(one.key[0]), whole, tuple(sorted(spans, key=_by_begin)))

    def _span(
        self, kind: str, name: str, begin: int, end: int, whom: str = "", ending: str = ""
    ) -> Span:
        return Span(kind, name, begin - self.zero, end - self.zero, whom, ending)

    def _never_ran(self) -> list[Lane]:
        """A lane for each call that was given up before anyone ran it."""
        ran = [unit.name for one in self.seen for unit in one.units]
        asked: dict[str, list[int]] = defaultdict(list)
        for _, time, _, name in self.about["asked"]:
            asked[name].append(time)
        found = []
        for _, time, _, name in self.about["dropped"]:
            if ran.count(name) < len(asked[name]):
                whole = self._span("lane", name, asked[name].pop(), time, "", "cancelled")
                found.append(Lane(name, self._process(self.main), whole))
        return found

    # names

    def _named(self) -> dict[Key, str]:
        groups: dict[str, list[tuple[_Seen, str]]] = defaultdict(list)
        names = {self.seen[0].key: "main"}
        for one in self.seen[1:]:
            whole = one.given or one.own or ("fork server" if _serves(one) else "worker")
            whole = f"{whole} task" if whole == "main" else whole
            family = whole if one.given or not one.own else whole.partition(" ")[0]
            groups[family].append((one, whole))
        for family, members in groups.items():
            wholes = [whole for _, whole in members]
            if len(set(wholes)) == len(wholes):
                names |= {one.key: whole for one, whole in members}
                continue
            members.sort(key=lambda member: (member[0].order, member[0].begin))
            names |= {one.key: f"{family} {n}" for n, (one, _) in enumerate(members, 1)}
        return names

    def _process(self, pid: int) -> str:
        return next((self.names[one.key] for one in self.seen if one.key[0] == pid), "")

    def _whom(self, whom: Any) -> str:
        if isinstance(whom, tuple):
            return self.names.get(whom) or self._process(whom[0])
        return str(whom)

    def _words(self, words: Any) -> str:
        """Words as they are, and a lock's number as its name."""
        if not isinstance(words, int):
            return str(words)
        return "lock" if len(self.locks) == 1 else f"lock {self.locks.get(words, 0)}"


def _serves(one: _Seen) -> bool:
    """Whether this is the process that forks others: all that it did was to import it."""
    return not one.born and [unit.name for unit in one.units] == [IMPORT]


def _by_begin(span: Span) -> tuple[int, int]:
    return span.begin, -span.end

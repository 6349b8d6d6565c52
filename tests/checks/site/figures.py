"""Each figure of the built site is that of the program that its page names at that place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bs4 import Tag

from shelf import Case, Sample, Wrong, measuring, samples
from shelf.fault import Fault
from tests.checks.site.pairs import prints_of, program_in
from tests.checks.site.site import Site

WRONG_ON_PURPOSE = "Broken on purpose"


def figures_are_the_samples(site: Site) -> list[Fault]:
    """A figure holds its own program and transcripts, and says whether it is wrong on purpose."""
    known = samples(site.root) | measuring(site.root)
    faults = []
    for path, soup in site.html.items():
        page = site.sources.get(path)
        figures = soup.find_all("figure", class_="sample")
        named = [fence.stem for fence in page.samples if fence.stem in known] if page else []
        drawn = [_stem(figure) for figure in figures]
        if page and drawn != named:
            faults.append(
                _fault(
                    f"expected the figures {_list(named)}, seen {_list(drawn)}",
                    site.at(path, *named),
                    "the page speaks of one program and shows another",
                )
            )
            continue
        for figure, stem in zip(figures, drawn, strict=True):
            if stem in known:
                where = site.at(path, stem)
                faults += [
                    _fault(f"the figure of {stem} {what}", where, why)
                    for what, why in _wrong(figure, known[stem])
                ]
    return faults


def _fault(what: str, where: str, why: str) -> Fault:
    cure = "look at the built page; the theme draws it (theme/parts/sample.py)"
    return Fault(what, where, why, cure)


def _list(stems: list[str]) -> str:
    return ", ".join(stems) or "none"


def _stem(figure: Tag) -> str:
    """The program that a figure says it shows."""
    code = figure.find("code", attrs={"data-sample": True})
    return str(code["data-sample"]) if isinstance(code, Tag) else "without a program"


def _wrong(figure: Tag, sample: Sample) -> Iterator[tuple[str, str]]:
    """What is wrong with the figure of a program, and why it matters."""
    if figure.get("id") != sample.stem.replace("/", "-"):
        yield f"has the id {figure.get('id')!r}", "links to the program lead there by its name"
    yield from _contents(figure, sample)
    edits = [str(a["href"]) for a in figure.select("figcaption a") if a.get_text() == "Edit"]
    if not sample.timing and [at.partition("/snippets/")[2] for at in edits] != [
        f"{sample.stem}.py"
    ]:
        yield f"leads to {edits} for a change", "whoever sees a mistake has to look for its file"
    kinds = figure.get_attribute_list("class")
    caption = figure.find("figcaption")
    said = WRONG_ON_PURPOSE in (" ".join(caption.get_text().split()) if caption else "")
    why = "a reader who takes the wrong one for the right one copies it"
    if sample.broken != ("broken" in kinds):
        yield f"{'lacks' if sample.broken else 'has'} the class broken", why
    if sample.broken == bool(figure.select(".sample-copy")):
        yield f"{'has' if sample.broken else 'lacks'} a copy button", why
    if sample.broken != said:
        does = "does not say" if sample.broken else "says"
        yield f'{does} "{WRONG_ON_PURPOSE}"', why


def _contents(figure: Tag, sample: Sample) -> Iterator[tuple[str, str]]:
    """Where program and transcripts stand otherwise than they are, or elsewhere than they may."""
    try:
        cases: tuple[Case, ...] = () if sample.timing else sample.header.cases
        shown = sample.shown
    except Wrong:
        return  # test_snippets.py says so
    programs = [program_in(tag) for tag in figure.find_all("code", attrs={"data-sample": True})]
    if programs != [shown]:
        yield "holds another program, or more than one", "the reader copies what stands there"
    outputs = prints_of(figure).find_all("code", attrs={"data-transcript": True})
    names = [tag.get("data-variant") for tag in outputs]
    if names != [case.name or None for case in cases]:
        yield "does not hold its transcripts in order", "the reader compares them with a run"
        return
    for tag, case in zip(outputs, cases, strict=True):
        path = sample.transcript_path(case)
        # as bytes: nothing that reads text may smooth a line end here
        if path.is_file() and tag.get_text() != path.read_bytes().decode():
            yield f"shows another text as {path.name}", "the reader compares it with a run"
        panel = tag.find_parent(class_="sample-case")
        label = panel.find_previous_sibling("label") if panel else None
        if case.name and (label is None or label.get_text() != case.label):
            yield (
                f"does not label {path.name} {case.label!r}",
                "the reader looks for the tab of the own Python",
            )


def messages_are_recorded(site: Site) -> list[Fault]:
    """A message on the built site is what a transcript of its program holds."""
    known = samples(site.root)
    faults = []
    for path, soup in site.html.items():
        for tag in soup.find_all("samp", attrs={"data-message": True}):
            stem, said = str(tag["data-message"]), _words(tag.get_text())
            try:
                texts = [t.text for t in known[stem].transcripts().values()]
            except (KeyError, Wrong):
                texts = []  # test_snippets.py says so
            if not any(said and said in _words(text) for text in texts):
                faults.append(
                    Fault(
                        f"no transcript of {stem} holds {said[:60]!r}",
                        site.at(path, stem),
                        "people search for what Python prints, and this it does not print",
                        "look at the built page; the theme draws it (theme/parts/message.py)",
                    )
                )
    return faults


def _words(text: str) -> str:
    return " ".join(text.split())


CHECKS: tuple[Callable[[Site], list[Fault]], ...] = (
    figures_are_the_samples,
    messages_are_recorded,
)

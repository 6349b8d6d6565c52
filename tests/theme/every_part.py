"""A checkout of real programs whose few pages hold every part that the theme draws."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from shelf import ROOT, Sample, samples
from shelf.ledger import write as save
from shelf.matrix import NAME
from shelf.sample import digest
from theme.book.addresses import ZIP
from theme.parts.tree import leaves, read
from theme.registers import pages
from theme.registers.bundle import bundle

DEEP = """# Deep

!!! note

    ```sample
    {broken}
    ```

!!! tip

    ```sample lines="1"
    {right}
    ```
"""
DOWN = """# Down

1. A list

    ```sample
    {varied}
    ```

```tree
{tree}
{targets}
```

```sample
{tree}
```
"""
DRAWN = """# Drawn

```timeline
{traced}
wait at once: fetch news, fetch weather
caption: The second fetch begins while the first still waits.
```

```chart clock="one start"
{timing}
fork: fork
spawn: spawn

Spawn takes [[{timing}.spawn / fork]] as long as fork.
```

```sample
{raises}
```

```sample
{cured}
```

```message
{raises}
```

```myth
{broken}
```
"""
#: Programs with a trace, with measured numbers, and with a message that people search for.
MORE = {
    "traced": "threads/two_waits",
    "timing": "processes/start_cost_timing",
    "raises": "threads/shared_generator_broken",
    "cured": "threads/shared_generator",
}


def real_programs() -> dict[str, Sample]:
    """Programs of the site of each kind: a pair, one whose cases differ, and the tree."""
    whole = {
        stem: sample
        for stem, sample in samples(ROOT).items()
        # a demonstration leads to a program for use, which this site may not have
        if len(sample.transcripts()) == 1 + len(sample.header.variants) and not sample.header.use
    }
    broken = next(s for s in whole.values() if s.broken and s.neighbour in whole)
    return {
        "broken": broken,
        "right": whole[broken.neighbour],
        "varied": next(s for s in whole.values() if s.header.variants and not s.broken),
        "tree": whole["choosing/which_one"],
    }


def lay_out(root: Path) -> Path:
    """A small site of real programs: a sample in two callouts and a list, and plainly."""
    use = real_programs()
    shutil.copy(ROOT / "pyproject.toml", root)
    shown = [*(sample.stem for sample in use.values()), *MORE.values()]
    for sample in (Sample(ROOT, stem) for stem in shown):
        (root / "snippets" / sample.topic).mkdir(parents=True, exist_ok=True)
        for file in sample.path.parent.glob(f"{sample.name}.*"):
            shutil.copy(file, root / "snippets" / sample.topic)
    save_matrix(use["right"], use["broken"], root)
    names = {kind: sample.stem for kind, sample in use.items()}
    words = dict.fromkeys(leaves(read(use["tree"].source, use["tree"].path)))
    targets = "\n".join(f"{leaf}: ../index.md" for leaf in words)
    fact = f"{names['varied']}.{use['varied'].header.variants[0].name}"
    texts = {
        "index.md": f"# Home\n\n[[{names['right']}]] and [[{fact}]]\n",
        "deep/index.md": DEEP.format(**names),
        "deep/down.md": DOWN.format(**names, targets=targets),
        "deep/drawn.md": DRAWN.format(**names, **MORE),
        # where generated pages lead
        "glossary.md": "# Glossary\n",
        "errors/index.md": "# Errors\n",
    }
    for path, text in texts.items():
        write(root / "docs" / path, text)
    # what a generator without a plugin for it is given: plain files
    made = pages(root)
    for path, text in made.items():
        write(root / "docs" / path, text)
    (root / "docs" / ZIP).write_bytes(bundle(root))
    write(root / "mkdocs.yml", settings([*texts, *(path for path in made if path.endswith(".md"))]))
    return root


def save_matrix(right: Sample, broken: Sample, root: Path) -> None:
    """What was run, as each kind of cell: passed, failed, not meant, not run."""
    cells = {
        right: {"fork": "passed", "spawn": "failed: it ends with [1] < 2"},
        broken: {"fork": "passed", "spawn": "not run: chooses fork itself"},
    }
    programs = {
        sample.stem: {"digest": digest(sample), "date": "2026-11-22", "cells": words}
        for sample, words in cells.items()
    }
    about = {"gil": True, "machine": "x86_64", "compiler": "GCC 12.2.0", "default": "fork"}
    run = {"python": "3.14", "version": "3.14.7", "system": "linux", **about, "programs": programs}
    save({"schema": 1, "runs": [run], "news": []}, root / NAME)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def settings(nav: list[str]) -> str:
    """Our own mkdocs.yml for another folder: less our pages, and less every plugin."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    theme = (ROOT / "theme/site").as_posix()
    for pattern, instead in (
        (r"(?m)^nav:\n(?:[ #-].*\n|\n)+", "nav:\n" + "".join(f"  - {p}\n" for p in nav) + "\n"),
        (r"(?m)^  - theme\.convert\b.*$", "  - theme.convert: {root: .}"),
        (r"(?m)^plugins:\n(?: .*\n)+", "plugins: []\n"),
        (r"(?m)^watch: .*\n", ""),
        (r"(?m)^hooks:\n(?:  - .*\n)+", ""),
        (r"(?m)^  custom_dir: .*$", f"  custom_dir: '{theme}'"),
    ):
        text, changed = re.subn(pattern, instead, text)
        assert changed == 1, f"mkdocs.yml holds {pattern} {changed} times"
    return text

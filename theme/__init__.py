"""Draws recordings as parts of a page, and never runs a program.

`theme.convert` is a Python-Markdown extension, so that every generator
which renders with Python-Markdown (MkDocs, ProperDocs, Zensical) shows the
same page.  It adds these things to a page's source::

    ```sample lines="7-9"          program, marks and transcript as one figure
    ```sample width="half"         the same, where two stand side by side; after the first of
                                   a page others show docstring and lit lines, and by a tap all
    threads/lost_update
    ```

    ```pair lines="16-18"          a broken program whole, and the right one as what changes
    threads/lost_update_broken     in it; lines lights the first, right the second
    threads/lost_update
    ```

    ```timeline                    who ran and who waited, from the program's trace,
    threads/two_waits              with what is claimed of it (`shelf.shape`)
    overlap: fetch news, fetch weather
    caption: Both fetches wait at the same time.
    ```

    ```message                     the error that a broken program raises, in each wording
    threads/start_once_broken
    ```

    ```myth                        what a program did on each version, as an answer to a myth
    threads/lost_update_broken
    ```

    ```chart over="limit 1"        what a program measured, as a chart
    choosing/speed_up_timing
    threads: threads with the GIL

    Threads with the GIL compute as fast as one of them.
    ```

    ```tree                        a decision tree, read from a program
    choosing/which_one
    threads: ../threads/index.md
    ```

    ```matrix                      every run of every program, with filters
    ```

    ```tested                      how many programs, runs, Pythons and systems are on record
    ```

    ```departures                  what engines answered to the claims about an Executor
    ```

    [[processes/start_cost_timing.spawn]]             a measured number
    [[processes/start_cost_timing.spawn / fork | 5..200]]  a ratio, and its bounds
    [[threads/lost_update]]        a link to the figure of that program
    [[threads/lost_update|words]]  the same with words of its own
    [[threads/lost_update.marks]]  where it runs, drawn as its marks are
    [[threads/new_in.python]]      the Pythons it asks for: "3.14 and later"
    [[threads/new_in.older]]       where its variant holds: "3.13 and older"

A definition list that begins with ``Works on`` is the facts strip of an article.

Whatever is wrong in them stops the build with page and line (`theme.faults`).
`theme.registers.catalogue` holds the generated pages as a plain function.
"""

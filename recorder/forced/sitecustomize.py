"""Makes the start method of the environment the default, before the program begins.

It stands first on the path of a program whose start method is forced, and
does what the program's own first line could do.
"""

import os

if method := os.environ.get("FORCED_START_METHOD"):
    import multiprocessing

    multiprocessing.set_start_method(method)

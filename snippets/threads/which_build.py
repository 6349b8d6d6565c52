# /// script
# [tool.sample.variants.no_gil]
# gil = false
# ///
"""Two questions tell whether this Python can run without the GIL and
whether this process does."""

import sys
from sysconfig import get_config_var


def free_threaded_build() -> bool:
    return bool(get_config_var("Py_GIL_DISABLED"))


def gil_is_on() -> bool:
    ask = getattr(sys, "_is_gil_enabled", None)  # older Pythons lack it
    return ask is None or ask()


def main() -> None:
    print("built to run without the GIL:", free_threaded_build())
    print("GIL on in this process:", gil_is_on())


if __name__ == "__main__":
    main()

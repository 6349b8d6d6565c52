"""One program, once: what was seen, without an opinion."""

"""Pages as they are written, the fences on them, and the ways between them."""

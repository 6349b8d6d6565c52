"""One module for each kind of recording; each yields what became of its file."""

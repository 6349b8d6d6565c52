"""What cannot be used, of a program, a recording or a page: the base of our errors."""

from __future__ import annotations


class Wrong(ValueError):
    """Says `what` is wrong, `where` (a file, often with its line), and the `cure`.

    As text it is one line: "where: what; cure".  Whoever tells it otherwise
    takes the fields, and no text apart.
    """

    def __init__(self, what: str, *, where: object = "", cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = str(where)
        self.cure = cure

    @property
    def words(self) -> str:
        """All but where it is."""
        return f"{self.what}; {self.cure}" if self.cure else self.what

    def __str__(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words

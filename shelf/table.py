"""Reads the values of a program's header: each checked, each error with file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from shelf.words import nearest
from shelf.wrong import Wrong


class HeaderError(Wrong):
    """A header that cannot be obeyed."""


class Table:
    """The text of a header, and the table of it that is being read."""

    def __init__(self, path: Path, first: int, content: str) -> None:
        self.path = path
        self.first = first
        self.lines = content.splitlines()
        self.table = ""

    def fail(self, key: str, message: str) -> HeaderError:
        """The error about `key` of the table that is being read."""
        return HeaderError(message, where=f"{self.path}:{self.line(key)}")

    def line(self, key: str) -> int:
        """The line of the file on which `key` stands; "" is the table itself."""
        lines = [line.strip() for line in self.lines]
        start = lines.index(f"[{self.table}]") if f"[{self.table}]" in lines else -1
        named = re.compile(rf"\[?(?:.*\.)?[\"']?{re.escape(key)}\b")
        for number in range(start + 1, len(lines)):
            if key and named.match(lines[number]):
                return self.first + 1 + number
        return self.first + 1 + start

    def known(self, table: object, keys: tuple[str, ...], where: str) -> None:
        if not isinstance(table, dict):
            raise self.fail("", f"{where[:-1]} is not a table")
        for key in table:
            if key not in keys:
                raise self.fail(key, f"unknown key {where}{key}{nearest(key, keys)}")

    def inner(self, table: dict[str, Any], key: str, where: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, f"{where}{key} is not a table")
        return value

    def choice(
        self, table: dict[str, Any], key: str, known: tuple[str, ...], where: str, default: str
    ) -> str:
        value = table.get(key, default)
        if value not in known and value != default:
            raise self.fail(key, f"{where}{key} is {value!r}{nearest(str(value), known)}")
        return str(value)

    def text(self, table: dict[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self.fail(key, f"{key} is {value!r}; give text in quotes")
        return value

    def boolean(self, table: dict[str, Any], key: str) -> bool | None:
        value = table.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.fail(key, f"{key} is {value!r}; give true or false")
        return value

    def names(
        self, table: dict[str, Any], key: str, known: tuple[str, ...] | None
    ) -> tuple[str, ...]:
        value = table.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.fail(key, f"{key} is {value!r}; give a list of names")
        for item in items:
            if known is not None and item not in known:
                raise self.fail(key, f"{key} names {item!r}{nearest(item, known)}")
        return tuple(items)

    def specifier(self, table: dict[str, Any], key: str) -> str:
        value = self.text(table, key, "")
        try:
            SpecifierSet(value)
        except InvalidSpecifier:
            raise self.fail(key, f'{key} is {value!r}; write it as ">=3.14" or "<3.13"') from None
        return value

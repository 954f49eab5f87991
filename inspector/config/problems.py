"""Pydantic's findings as lines that a person can act on."""

from pydantic import ValidationError


def problems_of(error: ValidationError, *, prefix: str = "") -> list[str]:
    """One line per finding: where it is, what is wrong, and what was given."""
    lines = []
    for found in error.errors(include_url=False):
        place = ".".join(str(part) for part in (prefix, *found["loc"]) if part != "")
        given = found.get("input")
        shown = "" if isinstance(given, dict | list) or found["type"] == "missing" else f" (given: {given!r})"
        lines.append(f"{place or 'file'}: {found['msg'].removeprefix('Value error, ')}{shown}")
    return lines

"""Plain data as YAML text, as far as a generated document needs it: no library, and always the same bytes."""

import json
import re
from collections.abc import Iterator

_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}  # no text to a YAML reader


def to_yaml(data: object) -> str:
    """Mappings, lists, strings, numbers, booleans and None. Strings are quoted as JSON does, which YAML reads."""
    return "\n".join(_lines(data, 0)) + "\n"


def _lines(node: object, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(node, dict) and node:
        for key, value in node.items():
            if isinstance(value, dict | list) and value:
                yield f"{pad}{_key(str(key))}:"
                yield from _lines(value, depth + 1)
            else:
                yield f"{pad}{_key(str(key))}: {_scalar(value)}"
    elif isinstance(node, list) and node:
        for value in node:
            first, *rest = _lines(value, depth + 1)
            yield f"{pad}- {first.lstrip()}"
            yield from rest
    else:
        yield f"{pad}{_scalar(node)}"


def _key(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z_-]*", text) is not None and text.lower() not in _WORDS
    return text if plain else _scalar(text)


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

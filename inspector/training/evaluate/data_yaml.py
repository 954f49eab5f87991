"""Reads the little of YAML that `data.yaml` files use, so that evaluating needs no YAML library.

Known: `key: value`, lists as `[a, b]` or lines of `- a`, and one level of `key:` lines below a key. Comments and quotes
are understood; anchors, flow maps inside lists, and block text are refused with their line.
"""

from pathlib import Path

from inspector.domain.errors import ConfigError

Value = str | list[str] | dict[str, str] | None


def read_data_yaml(path: Path) -> dict[str, Value]:
    """The file's keys. Raises `ConfigError` listing every line that is not understood."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), [f"can not be read: {error}"]) from error
    content: dict[str, Value] = {}
    problems: list[str] = []
    key = ""
    lines = _joined(text.splitlines())
    for number, line in lines:
        inner = line[:1] in " \t" or line.startswith("-")
        if not inner:
            key, found, value = line.partition(":")
            key = _unquoted(key.strip())
            if not found or not key:
                problems.append(f"line {number}: is not `key: value`: {line[:60]!r}")
                continue
            content[key] = _value(value.strip())
        elif not key or not _below(content, key, line.strip()):
            problems.append(f"line {number}: is not understood: {line[:60]!r}")
    if problems:
        raise ConfigError(str(path), problems)
    return content


def _joined(lines: list[str]) -> list[tuple[int, str]]:
    """(line number, text) without comments and blanks; a `[` that is closed on a later line is joined."""
    out: list[tuple[int, str]] = []
    for number, raw in enumerate(lines, start=1):
        line = _without_comment(raw).rstrip()
        if not line.strip() or line.strip() in {"---", "..."}:
            continue
        if out and out[-1][1].count("[") > out[-1][1].count("]"):
            out[-1] = (out[-1][0], f"{out[-1][1]} {line.strip()}")
        else:
            out.append((number, line))
    return out


def _without_comment(line: str) -> str:
    quote = ""
    for index, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"" and (index == 0 or line[index - 1] in " \t[{,:-"):
            quote = letter
        elif letter == "#" and (index == 0 or line[index - 1] in " \t"):
            return line[:index]
    return line


def _value(text: str) -> Value:
    if text.startswith("[") and text.endswith("]"):
        return [_unquoted(part.strip()) for part in text[1:-1].split(",") if part.strip()]
    if text.startswith("{") and text.endswith("}"):
        pairs = [part.partition(":") for part in text[1:-1].split(",") if part.strip()]
        return {_unquoted(key.strip()): _unquoted(value.strip()) for key, _, value in pairs}
    return _unquoted(text) or None


def _below(content: dict[str, Value], key: str, line: str) -> bool:
    """Add an indented line to its key; False when it does not belong there."""
    held = content[key]
    if line.startswith("-"):
        if held is None:
            held = content[key] = []
        if not isinstance(held, list):
            return False
        held.append(_unquoted(line[1:].strip()))
        return True
    name, found, value = line.partition(":")
    if held is None:
        held = content[key] = {}
    if not found or not isinstance(held, dict):
        return False
    held[_unquoted(name.strip())] = _unquoted(value.strip())
    return True


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text

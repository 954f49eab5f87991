"""Relative paths of a file are relative to the file's folder, wherever the program runs.

Done before the file is checked, so that what is checked, shown and used is the same. Links are not followed here:
certificates are renewed, and devices named anew, by changing where a link leads.
"""

from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel


def anchored(written: Any, kind: Any, folder: Path) -> Any:
    """`written` with its relative paths made absolute; `kind` is the annotation, or the model, that it is written for.

    What does not fit `kind` stays as it is: that is for the check to say.
    """
    if kind is Path:
        return str(folder.absolute() / written) if isinstance(written, str) else written
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _section(written, kind, folder) if isinstance(written, dict) else written
    within = get_args(kind)
    if get_origin(kind) is dict and isinstance(written, dict):
        return {key: anchored(value, within[1], folder) for key, value in written.items()}
    if get_origin(kind) in {list, tuple} and isinstance(written, list):
        return [anchored(value, within[0], folder) for value in written]
    for choice in () if get_origin(kind) in {dict, list, tuple} else within:  # a union, or an annotated type
        written = anchored(written, choice, folder)
    return written


def _section(written: dict[str, Any], model: type[BaseModel], folder: Path) -> dict[str, Any]:
    fields = model.model_fields
    return {
        name: anchored(value, fields[name].annotation, folder) if name in fields else value
        for name, value in written.items()
    }

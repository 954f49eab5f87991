"""Writes `config.md`, `cli.md` and `roles.md`: `python -m inspector.app.reference docs/reference`."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from inspector.app import registry
from inspector.app.cli.main import app
from inspector.config.explainer import ExplainerSection
from inspector.config.sections import CheckSection
from inspector.config.station import StationConfig
from inspector.config.wms import WmsSection
from inspector.domain.access import DEEDS, QUESTIONS, UNLISTED, Role

_FAMILY_TITLES = {
    "bus": "Bus kinds (`[bus]`)",
    "cameras": "Camera kinds (`[[cameras]]`)",
    "detectors": "Detector kinds (`[detector]`)",
    "scorers": "Scorer kinds (`[scorer]`)",
    "checks": "Check kinds (`[[checks]]`)",
    "stores": "Store kinds (`[ledger]`, `[evidence]`, `[catalogue]`)",
    "exports": "Export kinds (`[wms]`)",
    "explainers": "Explainer kinds (`[explainer]`)",
}

_MORE_KEYS: dict[str, type[BaseModel]] = {"checks": CheckSection, "exports": WmsSection, "explainers": ExplainerSection}

_ADAPTERS = {"bus", "cameras", "detector", "scorer", "checks", "ledger", "evidence", "catalogue", "wms", "explainer"}


def config_page() -> str:
    """Every key of `station.toml`, with default and meaning."""
    lines = [
        "# Reference: station.toml",
        "",
        "Made by `python -m inspector.app.reference`; do not edit. `inspector config schema` prints the JSON Schema.",
        "Relative paths are relative to the file's folder.",
    ]
    for name, field in StationConfig.model_fields.items():
        section = _model_in(field.annotation)
        if section is None or name in _ADAPTERS:
            continue
        lines += ["", f"## [{name}]", "", *_table(section)]
        for inner, part in section.model_fields.items():
            if (nested := _model_in(part.annotation)) is not None:
                lines += ["", f"### [{name}.{inner}]", "", *_table(nested)]
    for family, title in _FAMILY_TITLES.items():
        lines += ["", f"## {title}"]
        if (own := _MORE_KEYS.get(family)) is not None:
            lines += ["", *_table(own)]
        for kind in registry.kinds(family):
            module = registry.adapter(family, kind)
            lines += [
                "",
                f"### {kind}",
                "",
                (module.__doc__ or "").strip().split("\n\n")[0],
                "",
                *_table(module.Config),
            ]
    return "\n".join(lines) + "\n"


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| key | default | meaning |"
    yield "|---|---|---|"
    for name, field in model.model_fields.items():
        meaning = (field.description or "").replace("|", "\\|").replace("\n", " ")
        yield f"| `{name}` | {_default(field)} | {meaning} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value: Any = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "see below"
    return f"`{value!r}`" if not isinstance(value, Path) else f"`{str(value)!r}`"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def cli_page() -> str:
    """Every command with its help."""
    root = typer.main.get_command(app)
    lines = ["# Reference: command line", "", "Made by `python -m inspector.app.reference`; do not edit."]
    lines += ["", str(root.epilog)]
    for path, command in _commands(root, ("inspector",)):
        help_text = (command.help or "").strip()
        lines += ["", f"## {' '.join(path)}", "", help_text]
        if command.epilog:
            lines += ["", command.epilog]
        options = [parameter for parameter in command.params if parameter.name != "help"]
        if options:
            lines += ["", "| | default | |", "|---|---|---|"]
        for parameter in options:
            names = ", ".join(f"`{opt}`" for opt in (*parameter.opts, *parameter.secondary_opts))
            default = "" if parameter.default is None or callable(parameter.default) else f"`{parameter.default}`"
            meaning = getattr(parameter, "help", "") or ""
            lines.append(f"| {names} | {default} | {meaning} |")
    return "\n".join(lines) + "\n"


def roles_page() -> str:
    """Which role may do what: the table of `inspector.domain.access`."""
    lines = [
        "# Reference: roles",
        "",
        "Made by `python -m inspector.app.reference`; do not edit. [How to give people a role](../how-to/accounts.md).",
        "Without accounts everybody may do everything. Looking needs no role, and nobody to be signed in.",
        "",
        f"| what | command | {' | '.join(role.value.lower() for role in Role)} |",
        f"|---|---|{'---|' * len(Role)}",
    ]
    other = ("whatever a newer station can do that is not listed here", "", UNLISTED)
    listed = [(deed.words, f"`cmd/{name}`", deed.least) for name, deed in DEEDS.items()]
    for words, name, least in (*listed, other):
        marks = ("yes" if role.covers(least) else "" for role in Role)
        lines.append(f"| {words} | {name} | {' | '.join(marks)} |")
    asked = ", ".join(f"`{name}`" for name in sorted(QUESTIONS))
    lines += ["", f"Asked by anybody: {asked}; pictures, records and alarms over HTTP as `[http]` says."]
    return "\n".join(lines) + "\n"


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if hasattr(child, "commands"):
            yield from _commands(child, (*path, name))
        else:
            yield (*path, name), child


def main(folder: Path) -> None:
    """Write the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.md").write_text(config_page(), encoding="utf-8")
    (folder / "roles.md").write_text(roles_page(), encoding="utf-8")
    (folder / "cli.md").write_text(cli_page(), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m inspector.app.reference", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pages go, as in docs/reference")
    main(parser.parse_args().folder)

"""`version` and `list-kinds`."""

import typer

from inspector.app.cli.output import JsonFlag, print_facts, print_json, print_table


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("version", epilog="Example: `inspector version --json`")(version)
    app.command("list-kinds", epilog="Example: `inspector list-kinds --json`")(list_kinds)


def version(*, json: JsonFlag = False) -> None:
    """Print the versions of the program and of what shapes its answers."""
    from inspector.app.versions import versions

    if json:
        print_json(versions())
    else:
        print_facts("versions", versions())


def list_kinds(*, json: JsonFlag = False) -> None:
    """List the kinds of adapter that a config may name."""
    from inspector.app import registry

    found = {family: list(registry.kinds(family)) for family in registry.FAMILIES}
    if json:
        print_json(found)
    else:
        print_table("kinds", ("family", "kinds"), [(family, ", ".join(names)) for family, names in found.items()])

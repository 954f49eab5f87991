"""`catalogue import | show | check`: what the station knows of its products."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.app.cli.output import JsonFlag, console, fail, print_facts, print_json, print_table
from inspector.app.cli.station_options import DataDir

if TYPE_CHECKING:
    from inspector.config.station import StationConfig
    from inspector.domain.catalogue import CatalogueEntry
    from inspector.ports.catalogue import Catalogue

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="The station's file; default: the catalogue of this user.", metavar="FILE"),
]

catalogue_app = typer.Typer(help="What the station knows of its products.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(catalogue_app, name="catalogue")


@catalogue_app.command("import", epilog="Example: `inspector catalogue import products.csv --config station.toml`")
def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV file, UTF-8, or Parquet; docs/checks.md has its columns.", metavar="FILE")
    ],
    *,
    config: ConfigOption = None,
    data_dir: DataDir = None,
    keep_others: Annotated[
        bool, typer.Option("--keep-others", help="Keep products that the file does not name.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Replace the catalogue by the products of a CSV or Parquet file: all of them or none.

    A running station uses it from the next item on. Exit 2, with every problem listed and nothing changed, for a file
    that is not right.
    """
    from inspector.config.catalogue_file import read_catalogue
    from inspector.config.station import SIMULATORS
    from inspector.domain.errors import StoreError

    written, store = _station(config, data_dir)
    if written.catalogue.kind == SIMULATORS["catalogue"]:
        raise fail(f"catalogue kind {written.catalogue.kind!r} keeps nothing; use kind = 'sqlite_catalogue'", 2)
    entries = read_catalogue(file)
    try:
        store.put(entries, keep_others=keep_others)
        total = len(store.entries())
    except StoreError as error:
        raise fail(str(error), 2) from error
    if json:
        print_json({"imported": len(entries), "products": total})
    else:
        console.print(f"products imported: {len(entries)}; in the catalogue now: {total}", markup=False)


@catalogue_app.command("show", epilog="Example: `inspector catalogue show CT-1001 --config station.toml --json`")
def show(
    sku: Annotated[str | None, typer.Argument(help="One product; default: all.")] = None,
    *,
    config: ConfigOption = None,
    data_dir: DataDir = None,
    json: JsonFlag = False,
) -> None:
    """Show one product or all; exit 2 for a SKU that is not in the catalogue."""
    from inspector.config.catalogue import EntryModel

    entries = _entries(_station(config, data_dir)[1])
    if sku is not None:
        entries = tuple(entry for entry in entries if entry.sku == sku)
        if not entries:
            raise fail(f"{sku}: is not in the catalogue", 2)
    rows: list[dict[str, Any]] = [EntryModel.of(entry).model_dump(mode="json") for entry in entries]
    if json:
        print_json(rows if sku is None else rows[0])
    elif sku is not None:
        print_facts(sku, {name: _shown(value) for name, value in rows[0].items() if name != "sku"})
    else:
        columns = ("sku", "name", "material", "gtins", "length_mm", "width_mm", "height_mm", "colours", "checks")
        print_table(f"{len(rows)} products", columns, [[_shown(row[name]) for name in columns] for row in rows])


@catalogue_app.command("check", epilog="Example: `inspector catalogue check products.csv --config station.toml`")
def check(
    file: Annotated[
        Path | None,
        typer.Argument(help="A CSV or Parquet file to look at before it is imported; default: what is imported."),
    ] = None,
    *,
    config: ConfigOption = None,
    data_dir: DataDir = None,
    json: JsonFlag = False,
) -> None:
    """Look whether a file, or what is imported, can be used and fits the station; changes nothing.

    Exit 2 for a file that is not right, 1 for products that name checks or references that do not exist. Products that
    were not taught are only mentioned.
    """
    from inspector.app.catalogue_check import misfits, untaught
    from inspector.app.judges import make_golden
    from inspector.config.catalogue_file import read_catalogue

    written, store = _station(config, data_dir)
    entries = read_catalogue(file) if file is not None else _entries(store)
    wrong = list(misfits(entries, written))
    absent = list(untaught(entries, written, make_golden(written.paths.data_dir)))
    if json:
        print_json({"products": len(entries), "wrong": wrong, "untaught": absent})
    else:
        console.print(f"{len(entries)} products, {len(wrong)} wrong, {len(absent)} not taught", markup=False)
        for line in (*wrong, *absent):
            console.print(f"  {line}", markup=False, soft_wrap=True)
    if wrong:
        raise typer.Exit(1)


def _station(config: Path | None, data_dir: Path | None) -> tuple["StationConfig", "Catalogue"]:
    from inspector.app.defaults import config_or_default
    from inspector.app.judges import make_catalogue

    written = config_or_default(config, data_dir)
    return written, make_catalogue(written)


def _entries(store: "Catalogue") -> tuple["CatalogueEntry", ...]:
    from inspector.domain.errors import StoreError

    try:
        return store.entries()
    except StoreError as error:
        raise fail(str(error), 2) from error


def _shown(value: Any) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value

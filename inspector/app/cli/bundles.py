"""`models list | verify | import`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.app.cli.output import JsonFlag, console, fail, print_json, print_table
from inspector.domain.errors import InspectorError, ModelMismatch

ModelsDir = Annotated[
    Path | None, typer.Option("--models-dir", help="Folder of bundles; default: the installed ones.", metavar="DIR")
]

models_app = typer.Typer(help="List, verify and import model bundles.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    models_app.command("list", epilog="Example: `inspector models list --json`")(list_bundles)
    models_app.command("verify", epilog="Example: `inspector models verify line-detector`")(verify)
    models_app.command("import", epilog="Example: `inspector models import best.onnx --name my-detector`")(import_)
    app.add_typer(models_app, name="models")


def list_bundles(*, models_dir: ModelsDir = None, json: JsonFlag = False) -> None:
    """List the bundles with version, kind, licence and size."""
    from inspector.config.bundle import read_manifest
    from inspector.config.locations import default_models_dir

    folder = models_dir or default_models_dir()
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*/model.toml")):
        try:
            manifest = read_manifest(path.parent)
        except ModelMismatch as error:
            rows.append({"name": path.parent.name, "problem": str(error)})
            continue
        model = path.parent / manifest.file
        rows.append(
            {
                "name": manifest.name,
                "version": manifest.version,
                "kind": manifest.kind,
                "licence": manifest.licence,
                "bytes": model.stat().st_size if model.is_file() else None,
                "sha256": manifest.sha256,
                "input": f"{manifest.input.width}x{manifest.input.height}",
            }
        )
    if json:
        print_json(rows)
        return
    columns = ("name", "version", "kind", "input", "bytes", "licence", "problem")
    print_table(f"bundles in {folder}", columns, [[row.get(column) for column in columns] for row in rows])


def verify(
    names: Annotated[
        list[str] | None, typer.Argument(help="Bundles; all when none is named.", metavar="NAMES…")
    ] = None,
    *,
    models_dir: ModelsDir = None,
    json: JsonFlag = False,
) -> None:
    """Check hash, tensors and recorded answer of bundles by loading and running them; exit 1 when one is wrong."""
    from inspector.app.model_check import run_bundle
    from inspector.config.bundle import load_bundle
    from inspector.config.locations import default_models_dir

    folder = models_dir or default_models_dir()
    chosen = names or [path.parent.name for path in sorted(folder.glob("*/model.toml"))]
    if not chosen:
        raise fail(f"{folder}: holds no bundle", 2)
    results: dict[str, str] = {}
    for name in chosen:
        try:
            results[name] = run_bundle(load_bundle(folder / name), models_dir=folder)
        except InspectorError as error:
            results[name] = f"WRONG: {error}"
    if json:
        print_json({name: {"ok": not text.startswith("WRONG"), "detail": text} for name, text in results.items()})
    else:
        print_table(f"bundles in {folder}", ("bundle", "result"), list(results.items()))
    if any(text.startswith("WRONG") for text in results.values()):
        raise typer.Exit(1)


def import_(
    source: Annotated[Path, typer.Argument(help="A bundle folder, or an ONNX file exported by ultralytics.")],
    *,
    name: Annotated[str | None, typer.Option("--name", help="Name of the bundle; default: the file's own.")] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", help="Licence of the weights, for a bare ONNX file.")
    ] = None,
    models_dir: ModelsDir = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a bundle of the same name.")] = False,
    json: JsonFlag = False,
) -> None:
    """Copy a model into the bundle folder after checking that it loads, fits its contract and repeats its answers.

    Exit 3, and nothing copied, when it does not.
    """
    from inspector.app.model_import import import_model
    from inspector.config.locations import default_models_dir

    folder = models_dir or default_models_dir()
    bundle = import_model(source, folder, name=name, licence=licence, replace=replace)
    if json:
        print_json({"bundle": bundle.id, "folder": str(bundle.folder), "sha256": bundle.manifest.sha256})
    else:
        console.print(f"imported {bundle.id} to {bundle.folder}")

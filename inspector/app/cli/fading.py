"""`fading list | reset | simulate`: the memory of recent good items that follows slow drift."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json, print_table

if TYPE_CHECKING:
    from inspector.ports.fading import FadingMemory

fading_app = typer.Typer(help="The fading memory: what follows slow drift of light and print.", no_args_is_help=True)

ConfigOption = Annotated[Path, typer.Option("--config", "-c", help="The station's file.", metavar="FILE")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(fading_app, name="fading")


@fading_app.command("list", epilog="Example: `inspector fading list -c station.toml --json`")
def list_(*, config: ConfigOption, json: JsonFlag = False) -> None:
    """What is remembered of each product and camera, and how far it moves what is compared.

    Reads beside a running daemon.
    """
    from inspector.app.machine_clock import make_clock

    found = _memory(config).faded(make_clock().utc())
    if json:
        rows: list[dict[str, Any]] = [
            {
                "reference": one.reference,
                "camera": one.camera,
                "items": one.items,
                "newest_utc": one.newest_utc or None,
                "drift": one.drift,
                "longest": one.longest,
                "problem": one.problem or None,
            }
            for one in found
        ]
        print_json(rows)
        return
    columns = ("product", "camera", "items", "newest", "drift", "at most", "not used because")
    print_table(
        "fading memories",
        columns,
        [(o.reference, o.camera, o.items, o.newest_utc, o.drift, o.longest, o.problem or None) for o in found],
    )


@fading_app.command(
    "reset", epilog="Examples: `inspector fading reset -c station.toml --sku CT-1001` · `… reset -c station.toml --all`"
)
def reset(
    *,
    config: ConfigOption,
    sku: Annotated[str | None, typer.Option("--sku", help="Of this product (or material, or 'default').")] = None,
    camera: Annotated[str | None, typer.Option("--camera", help="As this camera sees it; default: all.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Of all products.")] = False,
    json: JsonFlag = False,
) -> None:
    """Forget what was learnt since the lesson; what was taught stays. A running daemon sees it at its next item.

    Exit 0, also where there was nothing to forget; 2 for wrong input.
    """
    if every == (sku is not None):
        raise fail("one of --sku and --all is needed", 2)
    gone = _memory(config).forget(sku, camera)
    if json:
        print_json([{"reference": reference, "camera": view} for reference, view in gone])
    else:
        console.print(f"forgotten: {len(gone)}", *(f"  {name} ({view})" for name, view in gone), sep="\n", markup=False)


@fading_app.command("simulate", epilog="Example: `inspector fading simulate --seeds 9601,9602 --json`")
def simulate(
    *,
    seeds: Annotated[str, typer.Option("--seeds", help="Of the rendered lines, with commas between.")] = "9601,9602",
    skus: Annotated[str | None, typer.Option("--skus", help="Products, with commas between; default: six.")] = None,
    items: Annotated[int, typer.Option(min=20, help="Good items over which it drifts.")] = 120,
    damaged: Annotated[int, typer.Option(min=1, help="Damaged items that are asked at the end of it.")] = 40,
    attacks: Annotated[int, typer.Option(min=0, max=20, help="Kinds of damage that try to creep in.")] = 3,
    strength: Annotated[float, typer.Option(min=0.1, max=2, help="Of the drift; 1: a third of the lamp.")] = 1.5,
    alpha: Annotated[float, typer.Option(min=0.001, max=0.5, help="Conformal p-value that isolates.")] = 0.05,
    json: JsonFlag = False,
) -> None:
    """What the memory is worth on rendered lines whose light or print drifts, and whether damage can creep in.

    About a minute a product. An attack shows one damage again and again, each time a little stronger, and a person
    calls it good every time.
    """
    from inspector.app.fading_figures import figures
    from inspector.app.fading_simulation import PRODUCTS, Course, chosen_products
    from inspector.app.fading_simulation import simulate as run
    from inspector.config.locations import default_models_dir

    try:
        numbers = [int(part) for part in seeds.split(",")]
    except ValueError:
        raise fail(f"--seeds {seeds}: whole numbers with commas between are needed", 2) from None
    chosen = chosen_products(PRODUCTS if skus is None else skus.split(","))
    course = Course(items=items, damaged=damaged, attacks=attacks, alpha=alpha, strength=strength)
    with notices.status("teaching") as status:
        asked, tried = run(numbers, chosen, course, models_dir=default_models_dir(), say=status.update)
    answer = {"seeds": numbers, "products": list(chosen), "items": items, "strength": strength, "alpha": alpha}
    answer |= figures(asked, tried, alpha=alpha)
    if json:
        print_json(answer)
    else:
        _tables(answer)


def _memory(config: Path) -> "FadingMemory":
    """Of the station's scorer. Exits with 2 where that follows no drift."""
    from inspector.app import registry
    from inspector.app.config_file import load_station
    from inspector.app.sections import models_dir_of
    from inspector.ports.fading import FadingMemory

    station = load_station(config)
    scorer = registry.build(
        "scorers", station.scorer, models_dir=models_dir_of(station), data_dir=station.paths.data_dir
    )
    if not isinstance(scorer, FadingMemory):
        raise fail(f"a scorer of kind {station.scorer.kind} has no fading memory", 2)
    if not scorer.follows:
        raise fail("the scorer follows no drift: `fading = true` in [scorer] switches it on", 2)
    return scorer


def _tables(answer: dict[str, Any]) -> None:
    def cell(part: dict[str, Any]) -> str:
        low, high = part["ci"]
        return f"{part['share']:.3f}" if low is None else f"{part['share']:.3f} ({low:.3f}–{high:.3f})"

    rows = [
        (f"{mode}, {name}", found["good"], found["damaged"], cell(found[name]["false_diverts"]),
         cell(found[name]["recall"]), found[name]["auroc"])
        for mode, found in answer["drift"].items()
        for name in ("plain", "fading")
    ]  # fmt: skip
    print_table("drift", ("drift, scorer", "good", "damaged", "false diverts", "recall", "AUROC"), rows)
    print_table("creeping damage", ("", ""), [(name, value) for name, value in answer["creep"].items()])

"""`evaluate items | detector | anomaly`: figures on data with known truth."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from inspector.app.cli.output import JsonFlag, fail, notices, print_facts, print_json, print_table
from inspector.app.cli.pictures import ConfigOption, DataDir

evaluate_app = typer.Typer(help="Measure models on data with known truth.", no_args_is_help=True)

Rounds = Annotated[int, typer.Option("--bootstrap", min=10, help="Bootstrap rounds for the 95 % intervals.")]

_HEADLINES = ("auroc", "ap", "recall_at_1pct_fpr", "recall_at_5pct_fpr", "map50", "map50_95")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    evaluate_app.command(
        "items", epilog="Examples: `inspector evaluate items DIR --json` · `inspector evaluate items list.csv`"
    )(items)
    evaluate_app.command(
        "detector", epilog="Example: `inspector evaluate detector data.yaml --map Bottle=item --ignore Cap`"
    )(detector)
    evaluate_app.command("anomaly", epilog="Example: `inspector evaluate anomaly bottle/ --json`")(anomaly)
    app.add_typer(evaluate_app, name="evaluate")


def items(
    source: Annotated[Path, typer.Argument(help="Folders damaged/ and intact/, or a CSV: path,label[,item][,group]")],
    *,
    group_by_serial: Annotated[
        bool, typer.Option("--group-by-serial", help="Files of one name up to the last _ are views of one item.")
    ] = False,
    sku: Annotated[str | None, typer.Option("--sku", help="SKU of all items: its references and recipe.")] = None,
    material: Annotated[str | None, typer.Option("--material", help="Material of all items.")] = None,
    config: ConfigOption = None,
    data_dir: DataDir = None,
    bootstrap: Rounds = 1000,
    json: JsonFlag = False,
) -> None:
    """Measure the whole station on items: detector, scorer, checks and recipe together."""
    from inspector.app.defaults import config_or_default
    from inspector.app.judges import make_judges
    from inspector.app.picture_files import read_image
    from inspector.app.single import judge
    from inspector.domain.item import Identity
    from inspector.training.evaluate.item_set import View
    from inspector.training.evaluate.items import Opinion, evaluate_items

    judges = make_judges(config_or_default(config, data_dir))
    identity = Identity(sku=sku, material=material)

    def opinion(views: Sequence[View]) -> Opinion:
        judged = judge(judges, [(view.camera, read_image(view.path)) for view in views], identity)
        return Opinion(
            score=judged.verdict.score,
            disposition=judged.verdict.disposition,
            detector=judged.scores.detector,
            p_value=judged.scores.p_value,
        )

    with _progress("judging") as tick:
        found = evaluate_items(
            source, opinion, group_by_serial=group_by_serial, rounds=bootstrap, progress=tick
        ).to_json()
    if json:
        found["items"] = [{**row, "sku": sku, "material": material} for row in found["items"]]
        found["models"] = {name: sha for name, sha in judges.model_hashes.items() if "calibration:" not in name}
        found["scoring"] = {recipe.name: recipe.scoring() for recipe in judges.recipes.recipes}
        print_json(found)
        return
    _print_headlines(f"items of {source}", found, ("n", "good", "bad", "recall", "false_divert"))
    confusion = found["confusion"]
    columns = list(next(iter(confusion.values())))
    print_table("decisions", ("truth", *columns), [(name, *row.values()) for name, row in confusion.items()])


def detector(
    data: Annotated[Path, typer.Argument(help="The set's data.yaml (YOLO layout).", metavar="DATA.yaml")],
    *,
    renames: Annotated[
        list[str] | None, typer.Option("--map", help="Class of the set = class of the model.", metavar="A=B")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="Class of the set to leave out.")] = None,
    split: Annotated[str, typer.Option("--split", help="train, val or test.")] = "val",
    config: ConfigOption = None,
    bootstrap: Rounds = 1000,
    json: JsonFlag = False,
) -> None:
    """Measure the detector on labelled pictures: mAP, per-class recall, defective against sound pictures."""
    from inspector.app.defaults import config_or_default
    from inspector.app.judges import make_judges
    from inspector.training.evaluate.detector import evaluate_detector

    pairs = [text.partition("=") for text in renames or ()]
    wrong = [
        text for text, (_, sign, model_class) in zip(renames or (), pairs, strict=True) if not (sign and model_class)
    ]
    if wrong:
        raise fail(f"--map: {', '.join(wrong)}: must be of the form SetClass=ModelClass", 2)
    class_map = {set_class: model_class for set_class, _, model_class in pairs}
    judges = make_judges(config_or_default(config))
    with _progress("detecting") as tick:
        found = evaluate_detector(
            data, judges.detector, class_map, ignore or (), split=split, rounds=bootstrap, progress=tick
        ).to_json()
    if json:
        print_json(found)
        return
    _print_headlines(f"detector on {data}", found, ("model", "split", "n", "ms_per_image"))
    rows = [(name, *(_cell(value) for value in one.values())) for name, one in found["classes"].items()]
    print_table("classes", ("class", *next(iter(found["classes"].values()))), rows)


def anomaly(
    folder: Annotated[
        Path, typer.Argument(help="train/good, test/good, test/<defect>, optional ground_truth/", metavar="DIR")
    ],
    *,
    most_taught: Annotated[int, typer.Option("--teach", min=1, help="Teach at most so many good images.")] = 200,
    config: ConfigOption = None,
    bootstrap: Rounds = 1000,
    json: JsonFlag = False,
) -> None:
    """Measure the anomaly scorer: teach it train/good, score everything under test."""
    from inspector.app import registry
    from inspector.app.defaults import config_or_default
    from inspector.app.sections import models_dir_of
    from inspector.ports.scorer import Scorer
    from inspector.training.evaluate.anomaly import evaluate_anomaly

    written = config_or_default(config)
    with tempfile.TemporaryDirectory() as scratch, _progress("scoring") as tick:

        def fresh() -> Scorer:
            made: Scorer = registry.build(
                "scorers", written.scorer, models_dir=models_dir_of(written), data_dir=Path(scratch)
            )
            return made

        found = evaluate_anomaly(folder, fresh, most_taught=most_taught, rounds=bootstrap, progress=tick).to_json()
    if json:
        print_json(found)
        return
    _print_headlines(
        f"anomaly scorer on {folder}",
        found,
        ("model", "n", "taught", "pixel_auroc", "pro", "good_flagged_at_p05", "teach_seconds", "ms_per_image"),
    )
    rows = [(name, *(_cell(value) for value in one.values())) for name, one in found["defects"].items()]
    print_table("defects", ("defect", *next(iter(found["defects"].values()))), rows)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    with Progress(console=notices, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_headlines(title: str, found: dict[str, Any], further: Sequence[str]) -> None:
    facts: dict[str, object] = {name: found[name] for name in further if name in found}
    for name in _HEADLINES:
        if found.get(name) is not None:
            facts[name] = f"{_cell(found[name])}  95 % {_cell(found.get(f'{name}_ci'))}"
    print_facts(title, facts)
    for note in found.get("notes", ()):
        notices.print(note, markup=False)


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return " … ".join(_cell(one) for one in value)
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)

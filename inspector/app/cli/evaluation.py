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

AllowLeaks = Annotated[
    bool, typer.Option("--allow-leaks", help="Measure although splits share pictures or groups; the result says so.")
]
Group = Annotated[
    str | None,
    typer.Option(
        "--group", help="What repeats (video, serial): regular expression on the path, its first (…).", metavar="REGEX"
    ),
]

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
    source: Annotated[
        Path,
        typer.Argument(
            help="Folders damaged/ and intact/, or a CSV: path,label and what is known of item, group, camera, sku, "
            "material, class, severity, split."
        ),
    ],
    *,
    group_by_serial: Annotated[
        bool, typer.Option("--group-by-serial", help="Files of one name up to the last _ are views of one item.")
    ] = False,
    sku: Annotated[str | None, typer.Option("--sku", help="SKU of all items: its references and recipe.")] = None,
    material: Annotated[str | None, typer.Option("--material", help="Material of all items.")] = None,
    split: Annotated[
        str | None, typer.Option("--split", help="Split of the CSV to measure; default: test, else val.")
    ] = None,
    allow_leaks: AllowLeaks = False,
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
    from inspector.training.evaluate.items import Opinion, evaluate_items
    from inspector.training.evaluate.labelled_item import LabelledItem

    judges = make_judges(config_or_default(config, data_dir))

    def opinion(item: LabelledItem) -> Opinion:
        identity = Identity(sku=item.sku or sku, material=item.material or material)
        judged = judge(judges, [(view.camera, read_image(view.path)) for view in item.views], identity)
        return Opinion(
            score=judged.verdict.score,
            disposition=judged.verdict.disposition,
            detector=judged.scores.detector,
            p_value=judged.scores.p_value,
            why=", ".join(f"{r.code.name} {r.detail}".strip() for r in judged.verdict.reasons[:3]),
        )

    with _progress("judging") as tick:
        found = evaluate_items(
            source,
            opinion,
            group_by_serial=group_by_serial,
            split=split,
            allow_leaks=allow_leaks,
            rounds=bootstrap,
            progress=tick,
        ).to_json()
    for row in found["items"]:
        row.update(sku=row["sku"] or sku, material=row["material"] or material)
    if json:
        found["models"] = {name: sha for name, sha in judges.model_hashes.items() if "calibration:" not in name}
        found["scoring"] = {recipe.name: recipe.scoring() for recipe in judges.recipes.recipes}
        print_json(found)
        return
    _print_headlines(f"items of {source}", found, ("split", "n", "good", "bad", "recall", "false_divert"))
    confusion = found["confusion"]
    columns = list(next(iter(confusion.values())))
    print_table("decisions", ("truth", *columns), [(name, *row.values()) for name, row in confusion.items()])
    for title, name in (("products", "skus"), ("damage by class", "classes"), ("damage by severity", "severities")):
        _print_slices(title, found[name])


def _print_slices(title: str, slices: dict[str, dict[str, Any]]) -> None:
    if not slices:
        return
    columns = ("damaged", "intact", "auroc", "recall_at_1pct_fpr", "recall_at_5pct_fpr")
    rows = [
        (name, *(_cell(one[column]) for column in columns), _share(one, "recall"), _share(one, "false_divert"))
        for name, one in slices.items()
    ]
    shown = ("", "damaged", "intact", "AUROC", "recall at 1 %", "at 5 %", "as decided", "false diverts")
    print_table(title, shown, rows)


def detector(
    data: Annotated[Path, typer.Argument(help="The set's data.yaml (YOLO layout).", metavar="DATA.yaml")],
    *,
    renames: Annotated[
        list[str] | None, typer.Option("--map", help="Class of the set = class of the model.", metavar="A=B")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="Class of the set to leave out.")] = None,
    split: Annotated[str, typer.Option("--split", help="train, val or test.")] = "val",
    group: Group = None,
    allow_leaks: AllowLeaks = False,
    config: ConfigOption = None,
    bootstrap: Rounds = 1000,
    json: JsonFlag = False,
) -> None:
    """Measure the detector on labelled pictures: mAP, per-class recall, defective against sound pictures."""
    from inspector.app.defaults import config_or_default
    from inspector.app.judges import make_judges
    from inspector.training.evaluate.detector import evaluate_detector
    from inspector.training.evaluate.grouping import group_by

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
            data,
            judges.detector,
            class_map,
            ignore or (),
            split=split,
            group_of=None if group is None else group_by(group, data.parent),
            allow_leaks=allow_leaks,
            rounds=bootstrap,
            progress=tick,
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
    group: Group = None,
    allow_leaks: AllowLeaks = False,
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
    from inspector.training.evaluate.grouping import group_by

    written = config_or_default(config)
    with tempfile.TemporaryDirectory() as scratch, _progress("scoring") as tick:

        def fresh() -> Scorer:
            made: Scorer = registry.build(
                "scorers", written.scorer, models_dir=models_dir_of(written), data_dir=Path(scratch)
            )
            return made

        found = evaluate_anomaly(
            folder,
            fresh,
            most_taught=most_taught,
            group_of=None if group is None else group_by(group, folder),
            allow_leaks=allow_leaks,
            rounds=bootstrap,
            progress=tick,
        ).to_json()
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


def _share(found: dict[str, Any], name: str) -> str:
    if found[name] is None:
        return "–"
    low, high = found[f"{name}_ci"]
    return f"{found[name]:.2f}\n({low:.2f}–{high:.2f})"


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    with Progress(console=notices, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_headlines(title: str, found: dict[str, Any], further: Sequence[str]) -> None:
    from inspector.training.evaluate.problem_list import shown

    facts: dict[str, object] = {name: found[name] for name in further if found.get(name) is not None}
    for name in _HEADLINES:
        if found.get(name) is not None:
            facts[name] = f"{_cell(found[name])}  95 % {_cell(found.get(f'{name}_ci'))}"
    print_facts(title, facts)
    for note in found.get("notes", ()):
        notices.print(note, markup=False)
    for leak in shown(found["leaks"], 10):
        notices.print(f"LEAK, allowed: {leak}", markup=False, soft_wrap=True)


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return " … ".join(_cell(one) for one in value)
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)

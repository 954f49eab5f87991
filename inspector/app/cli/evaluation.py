"""`evaluate items | detector | anomaly`: figures on data with known truth."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.evaluation_output import cell, print_file, print_headlines, print_parts, progress
from inspector.app.cli.output import JsonFlag, fail, print_json, print_table
from inspector.app.cli.pictures import ConfigOption, DataDir

evaluate_app = typer.Typer(help="Measure models on data with known truth.", no_args_is_help=True)

Rounds = Annotated[int, typer.Option("--bootstrap", min=10, help="Bootstrap rounds for the 95 % intervals.")]

AllowLeaks = Annotated[
    bool, typer.Option("--allow-leaks", help="Measure although splits share pictures or groups; the result says so.")
]
Html = Annotated[
    Path | None,
    typer.Option("--html", help="Also write a report to look at: a folder, or a file that ends in .html."),
]
Group = Annotated[
    str | None,
    typer.Option(
        "--group", help="What repeats (video, serial): regular expression on the path, its first (…).", metavar="REGEX"
    ),
]


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
    camera: Annotated[
        str | None, typer.Option("--camera", help="Camera of pictures that name none; default: the station's only one.")
    ] = None,
    allow_leaks: AllowLeaks = False,
    config: ConfigOption = None,
    data_dir: DataDir = None,
    bootstrap: Rounds = 1000,
    html: Html = None,
    json: JsonFlag = False,
) -> None:
    """Measure the whole station on items: detector, scorer, checks and recipe together."""
    from inspector.app.defaults import config_or_default
    from inspector.app.evaluation_report import write_items_report
    from inspector.app.judges import make_judges
    from inspector.app.picture_files import read_image
    from inspector.app.reporting import origin_of, report_file
    from inspector.app.single import judge
    from inspector.app.taught_pictures import taught_with
    from inspector.domain.item import Identity
    from inspector.training.evaluate.item_cameras import Cameras
    from inspector.training.evaluate.items import Opinion, evaluate_items
    from inspector.training.evaluate.labelled_item import LabelledItem

    file = None if html is None else report_file(html, "items")
    written = config_or_default(config, data_dir)
    names = tuple(one.name for one in written.cameras) if config is not None else ()
    station = Cameras(names=names, unnamed=names[0] if camera is None and len(names) == 1 else camera)
    judges = make_judges(written)

    def opinion(item: LabelledItem) -> Opinion:
        identity = Identity(sku=item.sku or sku, material=item.material or material)
        judged = judge(judges, [(view.camera, read_image(view.path)) for view in item.views], identity)
        return Opinion(
            score=judged.verdict.score,
            disposition=judged.verdict.disposition,
            detector=judged.scores.detector,
            p_value=judged.scores.p_value,
            taught_by=taught_with(judges, judged, identity),
            why=", ".join(f"{r.code.name} {r.detail}".strip() for r in judged.verdict.reasons[:3]),
        )

    with progress("judging") as tick:
        figures = evaluate_items(
            source,
            opinion,
            group_by_serial=group_by_serial,
            split=split,
            station=station,
            allow_leaks=allow_leaks,
            rounds=bootstrap,
            progress=tick,
        )
    found = figures.to_json()
    for row in found["items"]:
        row.update(sku=row["sku"] or sku, material=row["material"] or material)
    models = {name: sha for name, sha in judges.model_hashes.items() if "calibration:" not in name}
    origin = origin_of(source, figures.files, models=judges.model_hashes, bootstrap=bootstrap)
    if file is not None:
        write_items_report(file, found, judges, origin)
    if json:
        found["models"] = models
        found["origin"] = origin.to_json()
        found["scoring"] = {recipe.name: recipe.scoring() for recipe in judges.recipes.recipes}
        print_json(found)
        return
    print_headlines(f"items of {source}", found, ("split", "n", "good", "bad", "recall", "false_divert"))
    confusion = found["confusion"]
    columns = list(next(iter(confusion.values())))
    print_table("decisions", ("truth", *columns), [(name, *row.values()) for name, row in confusion.items()])
    print_parts(found)
    print_file(file)


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
    html: Html = None,
    json: JsonFlag = False,
) -> None:
    """Measure the detector on labelled pictures: mAP, per-class recall, defective against sound pictures."""
    from inspector.app.defaults import config_or_default
    from inspector.app.judges import make_judges
    from inspector.app.reporting import origin_of, report_file, write_report
    from inspector.training.evaluate.detector import evaluate_detector
    from inspector.training.evaluate.grouping import group_by
    from inspector.training.evaluate.report.detector import detector_report

    pairs = [text.partition("=") for text in renames or ()]
    wrong = [
        text for text, (_, sign, model_class) in zip(renames or (), pairs, strict=True) if not (sign and model_class)
    ]
    if wrong:
        raise fail(f"--map: {', '.join(wrong)}: must be of the form SetClass=ModelClass", 2)
    class_map = {set_class: model_class for set_class, _, model_class in pairs}
    file = None if html is None else report_file(html, "detector")
    judges = make_judges(config_or_default(config))
    with progress("detecting") as tick:
        figures = evaluate_detector(
            data,
            judges.detector,
            class_map,
            ignore or (),
            split=split,
            group_of=None if group is None else group_by(group, data.parent),
            allow_leaks=allow_leaks,
            rounds=bootstrap,
            progress=tick,
        )
    models = {name: sha for name, sha in judges.model_hashes.items() if name in figures.model}
    origin = origin_of(data, figures.files, models=models, bootstrap=bootstrap)
    found = figures.to_json() | {"origin": origin.to_json()}
    if file is not None:
        write_report(file, detector_report(figures, origin=origin))
    if json:
        print_json(found)
        return
    print_headlines(f"detector on {data}", found, ("model", "split", "n", "ms_per_image"))
    rows = [(name, *(cell(value) for value in one.values())) for name, one in found["classes"].items()]
    print_table("classes", ("class", *next(iter(found["classes"].values()))), rows)
    print_file(file)


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
    html: Html = None,
    json: JsonFlag = False,
) -> None:
    """Measure the anomaly scorer: teach it train/good, score everything under test."""
    from inspector.app import registry
    from inspector.app.defaults import config_or_default
    from inspector.app.judges import model_digests
    from inspector.app.reporting import origin_of, report_file, write_report
    from inspector.app.sections import models_dir_of
    from inspector.ports.scorer import Scorer
    from inspector.training.evaluate.anomaly import evaluate_anomaly
    from inspector.training.evaluate.grouping import group_by
    from inspector.training.evaluate.report.anomaly import anomaly_report

    file = None if html is None else report_file(html, "anomaly")
    written = config_or_default(config)
    with tempfile.TemporaryDirectory() as scratch, progress("scoring") as tick:

        def fresh() -> Scorer:
            made: Scorer = registry.build(
                "scorers", written.scorer, models_dir=models_dir_of(written), data_dir=Path(scratch)
            )
            return made

        figures = evaluate_anomaly(
            folder,
            fresh,
            most_taught=most_taught,
            group_of=None if group is None else group_by(group, folder),
            allow_leaks=allow_leaks,
            rounds=bootstrap,
            progress=tick,
        )
    models = {name: sha for name, sha in model_digests(written).items() if name in figures.model}
    origin = origin_of(folder, figures.files, models=models, bootstrap=bootstrap)
    found = figures.to_json() | {"origin": origin.to_json()}
    if file is not None:
        write_report(file, anomaly_report(figures, origin=origin))
    if json:
        print_json(found)
        return
    print_headlines(
        f"anomaly scorer on {folder}",
        found,
        ("model", "n", "taught", "pixel_auroc", "pro", "good_flagged_at_p05", "teach_seconds", "ms_per_image"),
    )
    rows = [(name, *(cell(value) for value in one.values())) for name, one in found["defects"].items()]
    print_table("defects", ("defect", *next(iter(found["defects"].values()))), rows)
    print_file(file)

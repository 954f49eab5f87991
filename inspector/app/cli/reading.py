"""`read`: questions to the labels in pictures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.app.cli.output import JsonFlag, fail, notices, print_json, print_table
from inspector.domain.date_words import DateOrder

if TYPE_CHECKING:
    from inspector.app.label_reading import FileAnswers

_ASK = ["expiry", "lot", "serial"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "read",
        epilog="Examples: `inspector read label.jpg` · `inspector read photos/ --ask expiry --ask net_weight --json` · "
        "`inspector read a.png --ask lot --question 'article=REF,Art.-Nr.:[0-9]{6}' --save out/`",
    )(read)


def read(
    paths: Annotated[list[Path], typer.Argument(help="Images, or folders of them.", metavar="IMAGES…")],
    *,
    ask: Annotated[
        list[str] | None,
        typer.Option("--ask", help="expiry, lot, serial, net_weight, or a question of the station's; may be repeated."),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option("--question", help="One of your own: alias=KEYWORD,KEYWORD:PATTERN.", metavar="TEXT"),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="A station's file: the questions of its label checks.", metavar="FILE"),
    ] = None,
    date_order: Annotated[DateOrder | None, typer.Option("--date-order", help="How 05/06/27 is meant.")] = None,
    budget_ms: Annotated[
        float | None, typer.Option("--budget-ms", min=1, help="After so long no further line of a picture is begun.")
    ] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, max=64, help="Processor threads.")] = 2,
    save: Annotated[
        Path | None, typer.Option("--save", help="Folder for the pictures with the answers marked.", metavar="DIR")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Ask labels for their expiry date, lot, serial, net weight, or what you like; offline, tenths of a second each.

    Exit 0 when every question was answered in every picture, 1 when one was not, 2 for wrong input, 3 where the
    package for reading print is missing.
    """
    from rich.progress import track

    from inspector.adapters.checks._text_once import TextReadOnce
    from inspector.app.config_file import load_station
    from inspector.app.label_reading import questions_of, read_file
    from inspector.app.machine_clock import make_clock
    from inspector.app.picture_files import find_pictures
    from inspector.domain.label_value import Calendar

    names = _ASK if ask is None and not question else ask or []
    questions = questions_of(names, question or [], None if config is None else load_station(config))
    files = find_pictures(paths)
    reader = TextReadOnce()
    reader.load(threads=threads)
    calendar = Calendar(year_now=make_clock().utc().year, order=date_order)
    results = [
        read_file(reader, file, questions, calendar, budget_ms=budget_ms, min_score=0.8)
        for file in track(files, description="reading", console=notices, transient=True, disable=len(files) < 2)
    ]
    if save is not None:
        _save(results, save)
    if json:
        print_json([result.to_json() for result in results])
    else:
        print_table("answers", ("file", "question", "answer", "meaning", "confidence"), _rows(results))
        for result in results:
            if result.problem:
                notices.print(result.problem, markup=False, soft_wrap=True)
    silent = sum(bool(result.missing) for result in results)
    if silent:
        raise fail(f"{silent} of {len(results)} pictures leave a question open", 1)


def _rows(results: "list[FileAnswers]") -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for result in results:
        for one in result.answers:
            said = f"{one.answer.text} ({one.answer.doubt})" if one.answer.doubt else one.answer.text
            meaning = one.answer.meaning if one.answer.meaning != one.answer.text else ""
            rows.append((result.path.name, one.answer.alias, said, meaning, f"{one.answer.confidence:.2f}"))
        rows += [(result.path.name, alias, None, "", "") for alias in result.missing]
    return rows


def _save(results: "list[FileAnswers]", folder: Path) -> None:
    from inspector.app.inspect_files import picture_stems
    from inspector.app.picture_files import PictureFile, write_image
    from inspector.vision.overlay_text import draw_answers

    stems = picture_stems([PictureFile(path=one.path, is_video=False) for one in results], folder)
    for result in results:
        if result.image is None:
            continue
        marks = [(f"{one.answer.alias}: {one.answer.text}", one.answer.corners) for one in result.answers]
        write_image(
            stems[result.path].with_name(stems[result.path].name + "_read.jpg"), draw_answers(result.image, marks)
        )
    notices.print(f"pictures with the answers marked: {folder}", markup=False, soft_wrap=True)

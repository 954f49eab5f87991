"""`investigate`: the likeliest cause of what a product, a lot or an item shows, with the facts for and against it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json, print_table
from inspector.app.cli.station_options import StationFile

if TYPE_CHECKING:
    from datetime import datetime

    from inspector.app.causes.collect import Asked
    from inspector.app.causes.written_case import WrittenCase
    from inspector.config.station import StationConfig


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "investigate",
        epilog="Examples: `inspector investigate --config station.toml --sku CT-1001` · "
        "`inspector investigate --config station.toml --lot L042 --since 3d --out case-L042` · "
        "`inspector investigate --config station.toml --item 20300101-000017 --json`",
    )(investigate)


def investigate(
    *,
    config: StationFile,
    sku: Annotated[str | None, typer.Option("--sku", help="A product; with --lot: whose lot is meant.")] = None,
    lot: Annotated[str | None, typer.Option("--lot", help="A lot.")] = None,
    item: Annotated[
        str | None, typer.Option("--item", help="An item: record id, licence plate, serial or epoch/track.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Items from when: 8h or 3d (ago), 06:00, 2030-01-01T06:00; default: 7 days.", metavar="TIME"),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Until when; default: now, of an item a day after it.", metavar="TIME")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the case here: case.json, case.md, case.html, pictures.", metavar="FOLDER"),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Let the language model of [explainer] explain it; every claim is held against the facts."
        ),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Collect what the station kept into a case: ranked causes, and for each the facts that speak for and against it.

    Every fact points to stored decisions, checks, answers, holds, alarms or pictures. "Not enough evidence" is an
    answer. Reads beside a running daemon.

    Exit 0 for a case, whatever it found; 1 where nothing was seen of the product, lot or item in the span; 2 for wrong
    usage, a ledger that can not be read, and a folder that is there already.
    """
    from inspector.app.causes.collect import UnknownSubject
    from inspector.app.config_file import load_station
    from inspector.app.machine_clock import make_clock
    from inspector.domain.errors import StoreError

    station, now = load_station(config), make_clock().utc()
    asked = _asked(sku, lot, item, since=since, until=until, now=now)
    if explain and not station.explainer.wanted:
        raise fail("--explain: no language model is configured: [explainer] in the station's file", 2)
    if out is not None and (out.exists() or out.is_symlink()):
        raise fail(f"--out {out}: is there already; a case is not written over another", 2)
    try:
        written = _made(station, asked, now, explain=explain)
    except UnknownSubject as error:
        raise fail(str(error), 1) from error
    except StoreError as error:
        raise fail(str(error), 2) from error
    if out is not None:
        _write(out, written)
    if json:
        print_json(written.plain())
    else:
        _show(written)


def _asked(
    sku: str | None, lot: str | None, item: str | None, *, since: str | None, until: str | None, now: "datetime"
) -> "Asked":
    from inspector.app.causes.collect import Asked
    from inspector.app.shift_export import moment
    from inspector.domain.cause.gathered import SubjectKind
    from inspector.domain.shift import SpanRefused

    given = {"--sku": sku, "--lot": lot, "--item": item}
    empty = [name for name, value in given.items() if value is not None and not value.strip()]
    if empty:
        raise fail(f"{', '.join(empty)}: must not be empty", 2)
    if item is not None and (sku or lot):
        raise fail("--item: an item is one already; leave --sku and --lot away", 2)
    kind, name = (SubjectKind.ITEM, item) if item else (SubjectKind.LOT, lot) if lot else (SubjectKind.SKU, sku)
    if name is None:
        raise fail("say what is to be investigated: --sku, --lot or --item", 2)
    try:
        begins = None if since is None else moment(since, now)
        ends = None if until is None else moment(until, now)
    except SpanRefused as error:
        raise fail(str(error), 2) from error
    if begins is not None and begins >= (ends or now):
        raise fail("--since must be before --until and before now", 2)
    return Asked(kind=kind, name=name.strip(), sku=sku, since=begins, until=ends)


def _made(station: "StationConfig", asked: "Asked", now: "datetime", *, explain: bool) -> "WrittenCase":
    from inspector.app.causes.collect import gather
    from inspector.app.causes.written_case import with_pictures
    from inspector.domain.cause.ranking import investigate as weigh

    gathered, store = gather(station, asked, now=now)
    written = with_pictures(weigh(gathered, rule=station.lots.baseline()), store)
    if not explain or not written.case.hypotheses:
        return written
    from inspector.app.causes.explaining import explained

    return explained(station, written, store, now=now)


def _write(out: Path, written: "WrittenCase") -> None:
    from inspector.app.causes.case_files import write_case

    try:
        write_case(out, written)
    except OSError as error:
        raise fail(f"--out {out}: {error.strerror or error}", 2) from error
    notices.print(f"written: {out / 'case.html'}", markup=False)


def _show(written: "WrittenCase") -> None:
    from inspector.app.causes.case_markdown import shown
    from inspector.app.causes.case_words import answer_words, explanation_words

    case = written.case
    console.print(answer_words(case), markup=False)
    rows = [
        (
            f"{one.cause.title}{f', {one.about}' if one.about else ''}",
            f"{one.score:+.1f}",
            f"{one.explains} of {case.calls}",
        )
        for one in shown(case)
    ]
    if rows:
        print_table(f"{case.gathered.subject}: causes, likeliest first", ("cause", "score", "explains"), rows)
        first = case.hypotheses[0]
        facts = [
            (entry.fact_id, f"{entry.weight:+.1f}", fact.text)
            for entry in (*first.supporting, *first.opposing)
            if (fact := case.fact(entry.fact_id)) is not None
        ]
        print_table(f"for (+) and against (-): {first.cause.title}", ("fact", "weight", ""), facts)
        console.print(f"To be sure: {first.cause.look_at}.", markup=False)
    for line in explanation_words(written):
        console.print(line, markup=False)
    if written.explanation is not None:
        for claim in written.explanation.kept:
            console.print(f"- {claim.text} ({', '.join(claim.facts)})", markup=False)
    for text in (*case.gathered.unread, *written.missing):
        notices.print(f"not looked at: {text}", markup=False)

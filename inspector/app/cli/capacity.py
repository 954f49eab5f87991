"""`plan`: what an operating point means for the people at the line."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.app.cli.file_output import writing
from inspector.app.cli.output import JsonFlag, console, fail, notices, print_facts, print_json, print_table

if TYPE_CHECKING:
    from inspector.domain.planning import Demand, Estimate, Plan


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "plan",
        epilog="Examples: `inspector plan --items-per-hour 1200 --prevalence 0.001 --report items.json` · "
        "`inspector plan --items-per-hour 1200 --prevalence 0.001 --recall 0.9 --false-divert-rate 0.01`",
    )(plan_capacity)


def plan_capacity(
    items_per_hour: Annotated[float, typer.Option("--items-per-hour", min=0.001, help="Items that pass the station.")],
    prevalence: Annotated[float, typer.Option("--prevalence", help="Share of damaged items, such as 0.001.")],
    *,
    review_seconds: Annotated[float, typer.Option("--review-seconds", min=0, help="A person's time for one.")] = 20.0,
    hours_per_day: Annotated[float, typer.Option("--hours-per-day", min=0.1, max=24, help="Hours of work.")] = 24.0,
    report: Annotated[
        Path | None, typer.Option("--report", help="Output of `evaluate items --json`.", metavar="FILE")
    ] = None,
    recall: Annotated[list[float] | None, typer.Option("--recall", help="Instead of a report. Repeatable.")] = None,
    false_divert_rate: Annotated[
        list[float] | None, typer.Option("--false-divert-rate", help="Goes with --recall. Repeatable.")
    ] = None,
    damaged_items: Annotated[
        int | None, typer.Option("--damaged-items", min=1, help="Items behind --recall: gives its interval.")
    ] = None,
    intact_items: Annotated[
        int | None, typer.Option("--intact-items", min=1, help="Items behind --false-divert-rate.")
    ] = None,
    reviewer_minutes: Annotated[
        float | None, typer.Option("--reviewer-minutes", min=0, help="Minutes per hour that people can spend.")
    ] = None,
    plot: Annotated[Path | None, typer.Option("--plot", help="Write a picture (.svg).", metavar="FILE.svg")] = None,
    json: JsonFlag = False,
) -> None:
    """What each threshold means: how many diverts are real, how many an hour, what is missed, who must look.

    Damage is rare: at 1 in 1,000 and 1 % false diverts only 9 % of the diverts are real, however good the model.
    """
    from inspector.app.capacity import points_by_hand, points_of_report
    from inspector.app.capacity_plot import capacity_svg
    from inspector.domain.planning import Demand, plan

    _check_plan_options(prevalence, report, recall, false_divert_rate, plot)
    demand = Demand(
        items_per_hour=items_per_hour,
        prevalence=prevalence,
        review_seconds=review_seconds,
        hours_per_day=hours_per_day,
    )
    if report is not None:
        points, notes = points_of_report(report)
    else:
        rates = false_divert_rate or ()
        points = points_by_hand(recall or (), rates, damaged_items=damaged_items, intact_items=intact_items)
        notes = []
    plans = [plan(point, demand) for point in points]
    if plot is not None:
        with writing(plot):
            plot.write_text(capacity_svg(plans, demand), encoding="utf-8")
    if json:
        print_json(_plans_json(plans, demand, notes, reviewer_minutes))
    else:
        _print_plans(plans, demand, notes, reviewer_minutes)
        if plot is not None:
            console.print(f"picture: {plot}")


def _check_plan_options(
    prevalence: float, report: Path | None, recall: list[float] | None, rates: list[float] | None, plot: Path | None
) -> None:
    problems = []
    if not 0 < prevalence < 1:
        problems.append(f"--prevalence {prevalence:g}: must lie within 0 … 1, such as 0.001 for 1 in 1,000")
    if (report is None) == (not recall):
        problems.append("give either --report or --recall")
    if report is not None and rates:
        problems.append("--false-divert-rate goes with --recall, not with --report")
    problems += [
        f"{value:g}: a recall or rate lies within 0 … 1"
        for value in [*(recall or ()), *(rates or ())]
        if not 0 <= value <= 1
    ]
    if plot is not None and plot.suffix.lower() != ".svg":
        problems.append(f"{plot}: only .svg pictures are written")
    if problems:
        raise fail("\n".join(problems), 2)


def _plans_json(
    plans: "list[Plan]", demand: "Demand", notes: list[str], reviewer_minutes: float | None
) -> dict[str, Any]:
    rows = []
    for one in plans:
        row: dict[str, Any] = asdict(one)
        point = row.pop("point")
        fits = None if reviewer_minutes is None else one.reviewer_minutes_per_hour.value <= reviewer_minutes
        rows.append(point | row | {"fits_reviewers": fits})
    return {"demand": asdict(demand), "points": rows, "notes": notes}


def _print_plans(plans: "list[Plan]", demand: "Demand", notes: list[str], reviewer_minutes: float | None) -> None:
    from inspector.domain.planning import false_divert_for, ppv

    print_facts(
        "the line",
        {
            "items per hour": demand.items_per_hour,
            "damaged": f"{demand.prevalence:.4%}, {demand.items_per_hour * demand.prevalence:.3g} an hour",
            "at 1 % false diverts and perfect recall": f"{ppv(1, 0.01, demand.prevalence):.1%} of diverts are real",
            "for every second divert to be real": (
                f"{false_divert_for(0.5, recall=1, prevalence=demand.prevalence):.3%} false diverts at most"
            ),
        },
    )
    rows = []
    for one in plans:
        fits = reviewer_minutes is None or one.reviewer_minutes_per_hour.value <= reviewer_minutes
        rows.append(
            (
                one.point.name,
                "–" if one.point.threshold is None else f"{one.point.threshold:.4g}",
                _percent(one.point.recall),
                _percent(one.point.false_divert),
                "–" if one.ppv is None else _percent(one.ppv),
                _amount(one.diverts_per_hour),
                _amount(one.missed_per_day),
                ("" if fits else "! ") + _amount(one.reviewer_minutes_per_hour),
            )
        )
    columns = ("alpha", "limit", "recall %", "false diverts %", "PPV %", "diverts /h", "missed /day", "review min/h")
    print_table("what to expect, with 95 % intervals", columns, rows)
    if reviewer_minutes is not None:
        console.print(f"!: more than the {reviewer_minutes:g} minutes an hour that people have", markup=False)
    for note in notes:
        notices.print(note, markup=False)


def _percent(one: "Estimate") -> str:
    return _amount(one.times(100))


def _amount(one: "Estimate") -> str:
    """The value, and below it its interval; eight columns must fit a terminal."""
    return _short(one.value, 3) if one.low == one.high else f"{_short(one.value, 3)}\n{_span(one)}"


def _span(one: "Estimate") -> str:
    return f"{_short(one.low, 2)}–{_short(one.high, 2)}"


def _short(amount: float, digits: int) -> str:
    return f"{amount:.0f}" if amount >= 10 ** (digits - 1) else f"{amount:.{digits}g}"

"""All words and figures of a shift as they are shown and printed, in the language of now."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from inspector.domain.shift import Shift
from inspector_gui.i18n.shift import (
    FIGURES,
    say_figure,
    say_finding,
    say_hour,
    say_note,
    say_number,
    say_percent,
    say_printed,
    say_printed_span,
    say_product,
)
from inspector_gui.i18n.words import say
from inspector_gui.widgets.bar_drawing import BarRow, Column


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSheet:
    """What is printed: texts only, so that another thread can paint it."""

    title: str
    span: str
    made: str
    figures: tuple[tuple[str, str], ...]
    titles: tuple[str, str, str]
    findings: tuple[BarRow, ...]
    products: tuple[BarRow, ...]
    hours: tuple[Column, ...]
    nothing: str
    more: str


def shift_sheet(shift: Shift, *, station: str, made: datetime) -> ShiftSheet:
    """A shift in words."""
    return ShiftSheet(
        title=QCoreApplication.translate("Shift", "Shift of station {0}").format(station),
        span=say_printed_span(shift.span),
        made=QCoreApplication.translate("Shift", "Made {0}").format(say_printed(made)),
        figures=tuple(
            (say(word), f"{say_figure(name, shift)} {say_note(name, shift)}".rstrip())
            for name, (word, _) in FIGURES.items()
        ),
        titles=chart_titles(),
        findings=finding_rows(shift),
        products=product_rows(shift),
        hours=hour_columns(shift),
        nothing=say_nothing(),
        more=more_words(),
    )


def chart_titles() -> tuple[str, str, str]:
    """Of findings, products and hours."""
    return (
        QCoreApplication.translate("Shift", "Why not passed: items · cumulative share"),
        QCoreApplication.translate("Shift", "Products: isolated, of items"),
        QCoreApplication.translate("Shift", "Per hour: items above, isolated (solid) below"),
    )


def say_nothing() -> str:
    """Instead of bars."""
    return QCoreApplication.translate("Shift", "Nothing in this span.")


def say_more(count: int) -> str:
    """Bars that there is no room for."""
    return more_words().format(say_number(count))


def more_words() -> str:
    """With {0} for how many."""
    return QCoreApplication.translate("Shift", "and {0} more")


def finding_rows(shift: Shift) -> tuple[BarRow, ...]:
    """A Pareto: most first, with the share of all findings up to each."""
    whole, so_far, rows = sum(found.counts.items for found in shift.findings), 0, []
    for found in shift.findings:
        so_far += found.counts.items
        note = f"{say_number(found.counts.items)}  ·  {say_percent(so_far / whole)}"
        rows.append(BarRow(name=say_finding(found.code), value=found.counts.items, note=note))
    return tuple(rows)


def product_rows(shift: Shift) -> tuple[BarRow, ...]:
    """Those that something was isolated of, and the sum of those that the station does not list."""
    words = QCoreApplication.translate("Shift", "{0} of {1}")
    parts = [(say_product(one.sku), one.counts) for one in shift.products]
    if shift.other_products:
        others = QCoreApplication.translate("Shift", "Other products: {0}").format(say_number(shift.other_products))
        parts.append((others, shift.other))
    return tuple(
        BarRow(
            name=name, value=counts.isolated, note=words.format(say_number(counts.isolated), say_number(counts.items))
        )
        for name, counts in parts
        if counts.isolated
    )


def hour_columns(shift: Shift) -> tuple[Column, ...]:
    """One per hour of the span; none at all where nothing came."""
    if not shift.total.items:
        return ()
    return tuple(
        Column(
            label=say_hour(shift.span, place),
            total=hour.items,
            part=hour.isolated,
            total_text=say_number(hour.items),
            part_text=say_number(hour.isolated),
        )
        for place, hour in enumerate(shift.hours)
    )

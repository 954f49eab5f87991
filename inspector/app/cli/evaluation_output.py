"""How `evaluate` prints for people: headlines with intervals, tables of parts, what was noted, what leaks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspector.app.cli.output import console, notices, print_facts, print_table

_HEADLINES = ("auroc", "ap", "recall_at_1pct_fpr", "recall_at_5pct_fpr", "map50", "map50_95")
_PARTS = (("products", "skus"), ("damage by class", "classes"), ("damage by severity", "severities"))
_LEAKS_SHOWN = 10


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; gives what to call after each (done, all)."""
    from rich.progress import Progress

    with Progress(console=notices, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_headlines(title: str, found: Mapping[str, Any], further: Sequence[str]) -> None:
    """Facts, figures with their intervals; notes and leaks on standard error."""
    from inspector.training.evaluate.problem_list import shown

    for leak in shown(found["leaks"], _LEAKS_SHOWN):
        notices.print(f"LEAK, allowed: {leak}", markup=False, soft_wrap=True)
    facts: dict[str, object] = {name: found[name] for name in further if found.get(name) is not None}
    for name in _HEADLINES:
        if found.get(name) is not None:
            facts[name] = f"{cell(found[name])}  95 % {cell(found.get(f'{name}_ci'))}"
    print_facts(title, facts)
    for note in found.get("notes", ()):
        notices.print(note, markup=False)


def cell(value: object) -> str:
    """A figure with three digits, an interval as two."""
    if isinstance(value, list | tuple):
        return " … ".join(cell(one) for one in value)
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def print_file(report: Path | None) -> None:
    """Where the report is, if one was written."""
    if report is not None:
        console.print(f"report: {report}", soft_wrap=True, markup=False)


def print_parts(found: Mapping[str, Any]) -> None:
    """A table each of products, classes and severities, where the data told them."""
    for title, name in _PARTS:
        if found[name]:
            _print_slices(title, found[name])


def _print_slices(title: str, slices: Mapping[str, Mapping[str, Any]]) -> None:
    columns = ("damaged", "intact", "auroc", "recall_at_1pct_fpr", "recall_at_5pct_fpr")
    rows = [
        (name, *(cell(one[column]) for column in columns), _share(one, "recall"), _share(one, "false_divert"))
        for name, one in slices.items()
    ]
    shown = ("", "damaged", "intact", "AUROC", "recall at 1 %", "at 5 %", "as decided", "false diverts")
    print_table(title, shown, rows)


def _share(found: Mapping[str, Any], name: str) -> str:
    if found[name] is None:
        return "–"
    low, high = found[f"{name}_ci"]
    return f"{found[name]:.2f}\n({low:.2f}–{high:.2f})"

"""The how-to names every rule and every fault that exists, and no other."""

import re
from pathlib import Path

from inspector.plc.conform import rule_titles
from inspector.plc.faults import FaultKind, parse_fault

PAGE = (Path(__file__).parents[3] / "docs/how-to/commission-a-plc.md").read_text(encoding="utf-8")


def _first_cells(heading: str) -> set[str]:
    table = heading + PAGE.split(heading, 1)[1].split("\n\n", 1)[0]
    return {code for line in table.splitlines()[2:] for code in re.findall(r"`([^`]+)`", line.split("|")[1])}


def test_the_page_explains_every_rule() -> None:
    assert _first_cells("| rule | holds when |") == set(rule_titles())


def test_the_page_shows_every_fault_in_a_form_that_works() -> None:
    shown = [parse_fault(text) for text in _first_cells("| fault | what happens |")]
    assert {fault.kind for fault in shown} == set(FaultKind)

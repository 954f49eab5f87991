"""What the codes on an item say of it, and whether that fits what the controller and the catalogue say."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from inspector.domain.catalogue import CatalogueEntry, gtin14
from inspector.domain.check import PRINT, CheckOutcome, CheckResult, Finding, Reading
from inspector.domain.digital_link import SERIAL, link_elements
from inspector.domain.gs1 import GTIN, LOT, elements, right_check_digit
from inspector.domain.item import Identity

SSCC: Final = "00"
NAMES: Final = {SSCC: "lpn", GTIN: "gtin", LOT: "lot", SERIAL: "serial"}
RETAIL: Final = ("EAN", "UPC", "ISBN")  # how the symbologies' names start that carry a bare GTIN; ITF-14 does too
_SHOWN: Final = 5
_LEGIBLE: Final = 0.9


def facts(text: str, elements_text: str | None, symbology: str, lpn: re.Pattern[str]) -> dict[str, str]:
    """Name (gtin with 14 digits, lpn, lot, serial) -> value of one code; empty for a code that says none of these.

    `elements_text` is the raw GS1 element string, None for a code that is not GS1; `lpn` matches licence plates whole.
    Raises ValueError for a code that should be one of these and is broken: a wrong check digit, no element string.
    """
    if elements_text is not None:
        return _named(elements(elements_text))
    lengths = {8, 12, 13, 14} if symbology.upper().startswith(RETAIL) else {14} if symbology == "ITF" else ()
    if text.isascii() and text.isdigit() and len(text) in lengths:
        if not right_check_digit(text):
            raise ValueError(f"the check digit of {text} is wrong")
        return {"gtin": gtin14(text)}
    if lpn.fullmatch(text):
        return {"lpn": text}
    return _named(link_elements(text))


def _named(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: parts[identifier] for identifier, name in NAMES.items() if identifier in parts}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesVerdict:
    """`value` is the SKU, else the GTIN or the text that identifies the item; `about` the reading it rests on."""

    outcome: CheckOutcome
    value: str | None
    about: Reading | None
    detail: str
    finding: Finding | None = None


Lookup = Callable[[str], CatalogueEntry | None]


def judge_codes(
    readings: Sequence[Reading], broken: Sequence[str], identity: Identity, *, find: Lookup, with_gtin: Lookup
) -> CodesVerdict:
    """Whether what was read fits the controller's `identity`. `find` looks a SKU up, `with_gtin` a GTIN.

    Another product's GTIN, or another item's licence plate, is a finding; codes that contradict each other, codes that
    are broken, a GTIN that nobody knows on a product whose GTINs are known, and a known product's GTIN on an item that
    was booked under a SKU that nobody knows, are for a person.
    """
    first = _first(readings)
    plates, gtins = _by_text(readings, "lpn"), _by_text(readings, "gtin")
    if identity.lpn is not None and plates and identity.lpn not in plates:
        detail = f"licence plate {_shown(plates)}, the controller says {identity.lpn}"
        return _failed(Finding.WRONG_ITEM, next(iter(plates.values())), detail)
    owners = {gtin: with_gtin(gtin) for gtin in gtins}
    skus = {entry.sku: gtins[gtin] for gtin, entry in owners.items() if entry is not None}
    booked = None if identity.sku is None else find(identity.sku)
    own = booked is not None and booked.sku in skus
    strangers = {sku: reading for sku, reading in skus.items() if booked is not None and sku != booked.sku}
    if strangers and not own:
        sku, reading = next(iter(strangers.items()))
        return _failed(
            Finding.MISLABELLED, reading, f"code {reading.text} is {sku}'s, the controller says {identity.sku}"
        )
    doubts = [*_contradictions(readings, identity), *broken]
    if strangers:
        doubts.insert(0, f"codes of {identity.sku} and of {', '.join(strangers)}")
    elif booked is None and len(skus) > 1:
        doubts.insert(0, f"codes of {', '.join(skus)}")
    elif booked is None and identity.sku is not None and skus:
        doubts.insert(
            0, f"code of {', '.join(skus)}, the controller says {identity.sku}, which is not in the catalogue"
        )
    elif booked is not None and booked.gtins and gtins and not own:
        doubts.insert(0, f"code {_shown(gtins)} is not in the catalogue")
    detail = "; ".join(doubts) or _told(readings, identity, booked)
    value = next(iter(skus), None) if len(skus) == 1 else None
    value = value or (first.text if first is not None else None)
    if doubts:
        return CodesVerdict(outcome=CheckOutcome.UNSURE, value=value, about=first, detail=detail)
    return CodesVerdict(outcome=CheckOutcome.OK, value=value, about=first, detail=detail)


def _contradictions(readings: Sequence[Reading], identity: Identity) -> Iterable[str]:
    """What can have one value only and has two. Several GTINs may be of one product."""
    for name, told in (("lpn", identity.lpn), ("lot", identity.lot), ("serial", identity.serial)):
        texts = _by_text(readings, name)
        if len(texts) > 1:
            yield f"contradictory {name}: {_shown(texts)}"
        elif texts and told is not None and name != "lpn" and told not in texts:
            yield f"{name} {_shown(texts)}, the controller says {told}"


def _told(readings: Sequence[Reading], identity: Identity, booked: CatalogueEntry | None) -> str:
    said = [f"{r.name} {r.text}" for r in readings[:_SHOWN]]
    if len(readings) > _SHOWN:
        said.append(f"and {len(readings) - _SHOWN} more")
    if identity.sku is not None and booked is None:
        said.append(f"{identity.sku} is not in the catalogue")
    return ", ".join(said)


def _failed(finding: Finding, about: Reading, detail: str) -> CodesVerdict:
    return CodesVerdict(outcome=CheckOutcome.FAILED, value=about.text, about=about, detail=detail, finding=finding)


def _first(readings: Sequence[Reading]) -> Reading | None:
    """What identifies best: a GTIN, then a licence plate, then any code."""
    order = ("gtin", "lpn", "serial", "lot", "code")
    return min(readings, key=lambda r: order.index(r.name) if r.name in order else len(order), default=None)


def _by_text(readings: Sequence[Reading], name: str) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for reading in readings:
        if reading.name == name:
            found.setdefault(reading.text, reading)
    return found


def _shown(texts: Iterable[str]) -> str:
    return " and ".join(sorted(texts))


def joined(identity: Identity, results: Iterable[CheckResult], *, with_gtin: Lookup) -> Identity:
    """The controller's identity with what it left out filled in from readings that agree; what it said stays.

    A code goes before print, which has no check digit; of print only what was read well counts.
    """
    readings = [reading for result in results for reading in result.readings]
    coded = [reading for reading in readings if reading.source != PRINT]
    printed = [reading for reading in readings if reading.source == PRINT and reading.confidence >= _LEGIBLE]

    def texts(name: str) -> dict[str, Reading]:
        return _by_text(coded, name) or _by_text(printed, name)

    def only(name: str) -> str | None:
        found = texts(name)
        return next(iter(found)) if len(found) == 1 else None

    skus = {entry.sku for gtin in texts("gtin") if (entry := with_gtin(gtin)) is not None}
    return replace(
        identity,
        sku=identity.sku or (next(iter(skus)) if len(skus) == 1 else None),
        lpn=identity.lpn or only("lpn"),
        lot=identity.lot or only("lot"),
        serial=identity.serial or only("serial"),
    )

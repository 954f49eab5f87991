"""What codes say of an item, and what is made of codes that do not fit: findings, doubts, and what is filled in."""

import re
from dataclasses import replace

import pytest

from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import PRINT, CheckOutcome, CheckResult, Finding, Reading
from inspector.domain.codes import CodesVerdict, facts, joined, judge_codes
from inspector.domain.item import Identity

LPN = re.compile(r"LPN[0-9A-Z]{4,20}")
A, B, STRANGE = "04006381333931", "00012345678905", "05901234123457"
PACK = "14006381333938"  # the same product as A, packed
ENTRIES = {
    "SKU-A": CatalogueEntry(sku="SKU-A", gtins=(A, PACK)),
    "SKU-B": CatalogueEntry(sku="SKU-B", gtins=(B,)),
    "BARE": CatalogueEntry(sku="BARE"),
}


def with_gtin(gtin: str) -> CatalogueEntry | None:
    return next((entry for entry in ENTRIES.values() if gtin in entry.gtins), None)


def read(name: str, text: str) -> Reading:
    return Reading(name=name, text=text, confidence=1.0, camera="top", xyxy=(1.0, 2.0, 3.0, 4.0), source="EAN-13")


def judged(
    *read_: tuple[str, str],
    broken: tuple[str, ...] = (),
    sku: str | None = None,
    lpn: str | None = None,
    lot: str | None = None,
) -> CodesVerdict:
    return judge_codes(
        [read(name, text) for name, text in read_],
        broken,
        Identity(sku=sku, lpn=lpn, lot=lot),
        find=ENTRIES.get,
        with_gtin=with_gtin,
    )


@pytest.mark.parametrize(
    ("text", "elements", "symbology", "expected"),
    [
        ("4006381333931", None, "EAN-13", {"gtin": A}),
        ("012345678905", None, "UPC-A", {"gtin": B}),
        ("12345670", None, "EAN-8", {"gtin": "00000012345670"}),
        ("14006381333938", None, "ITF", {"gtin": PACK}),
        ("123456", None, "ITF", {}),
        ("81333938", None, "ITF", {}),  # of eight digits it is no GTIN, and may be a part of a longer one
        ("4006381333931", None, "Code 128", {}),
        ("LPN0001234567", None, "Code 128", {"lpn": "LPN0001234567"}),
        ("xLPN0001234567", None, "Code 128", {}),
        ("?", f"01{A}17270131102A\x1d21S9", "Data Matrix", {"gtin": A, "lot": "2A", "serial": "S9"}),
        ("?", "00340123450000000000", "Code 128", {"lpn": "340123450000000000"}),
        (f"https://id.example/01/{A}/10/L%2F1/21/77", None, "QR Code", {"gtin": A, "lot": "L/1", "serial": "77"}),
        (f"https://shop.example/p/01/{A}?x=1", None, "QR Code", {"gtin": A}),
        (f"https://id.example/01/{A}/10/L1?17=271123&21=not-here", None, "QR Code", {"gtin": A, "lot": "L1"}),
        ("https://shop.example/01/4006381333932", None, "QR Code", {}),
        ("https://shop.example/01", None, "QR Code", {}),
        ("http://[broken", None, "QR Code", {}),
        ("", None, "QR Code", {}),
    ],
)
def test_what_a_code_says(text: str, elements: str | None, symbology: str, expected: dict[str, str]) -> None:
    assert facts(text, elements, symbology, LPN) == expected


@pytest.mark.parametrize(
    ("text", "elements", "symbology"),
    [
        ("4006381333932", None, "EAN-13"),
        ("14006381333939", None, "ITF"),
        ("?", "0104006381333932", "Data Matrix"),
        ("?", "00340123450000000001", "Code 128"),
        ("?", "no elements", "QR Code"),
        ("?", "", "QR Code"),
    ],
)
def test_a_code_with_a_wrong_check_digit_or_no_elements_is_broken(
    text: str, elements: str | None, symbology: str
) -> None:
    with pytest.raises(ValueError, match=r"check digit|element|identifier"):
        facts(text, elements, symbology, LPN)


def test_the_booked_products_own_code_is_ok_however_it_is_packed() -> None:
    for gtins in ((A,), (PACK,), (A, PACK), (A, STRANGE)):
        verdict = judged(*(("gtin", gtin) for gtin in gtins), sku="SKU-A")
        assert (verdict.outcome, verdict.value, verdict.finding) == (CheckOutcome.OK, "SKU-A", None)


def test_another_products_code_is_a_finding_that_names_both() -> None:
    verdict = judged(("gtin", B), sku="SKU-A")
    assert (verdict.outcome, verdict.finding) == (CheckOutcome.FAILED, Finding.MISLABELLED)
    assert verdict.detail == f"code {B} is SKU-B's, the controller says SKU-A"
    assert verdict.about == read("gtin", B)
    assert judged(("gtin", B), sku="BARE").finding is Finding.MISLABELLED


def test_another_items_licence_plate_is_the_wrong_item() -> None:
    verdict = judged(("gtin", A), ("lpn", "LPN0002"), sku="SKU-A", lpn="LPN0001")
    assert (verdict.outcome, verdict.finding) == (CheckOutcome.FAILED, Finding.WRONG_ITEM)
    assert "LPN0002" in verdict.detail
    assert "LPN0001" in verdict.detail
    assert judged(("lpn", "LPN0001"), lpn="LPN0001").outcome is CheckOutcome.OK
    assert judged(("lpn", "LPN0002")).outcome is CheckOutcome.OK


@pytest.mark.parametrize(
    ("readings", "identity", "said"),
    [
        ([("gtin", A), ("gtin", B)], {"sku": "SKU-A"}, "codes of SKU-A and of SKU-B"),
        ([("gtin", A), ("gtin", B)], {}, "codes of SKU-A, SKU-B"),
        ([("gtin", A), ("gtin", B)], {"sku": "UNKNOWN"}, "codes of SKU-A, SKU-B"),
        ([("gtin", STRANGE)], {"sku": "SKU-A"}, f"code {STRANGE} is not in the catalogue"),
        ([("lot", "1"), ("lot", "2")], {}, "contradictory lot: 1 and 2"),
        ([("serial", "1"), ("serial", "2"), ("gtin", A)], {"sku": "SKU-A"}, "contradictory serial: 1 and 2"),
        ([("lpn", "LPN1"), ("lpn", "LPN2")], {"lpn": "LPN1"}, "contradictory lpn: LPN1 and LPN2"),
        ([("lot", "1")], {"lot": "2"}, "lot 1, the controller says 2"),
        (
            [("gtin", A)],
            {"sku": "UNKNOWN"},
            "code of SKU-A, the controller says UNKNOWN, which is not in the catalogue",
        ),
    ],
)
def test_codes_that_contradict_are_for_a_person(
    readings: list[tuple[str, str]], identity: dict[str, str], said: str
) -> None:
    verdict = judged(*readings, sku=identity.get("sku"), lpn=identity.get("lpn"), lot=identity.get("lot"))
    assert (verdict.outcome, verdict.finding) == (CheckOutcome.UNSURE, None)
    assert said in verdict.detail


def test_a_broken_code_is_for_a_person_unless_something_worse_is_known() -> None:
    assert judged(broken=("EAN-13 '4': wrong",)).outcome is CheckOutcome.UNSURE
    assert judged(("gtin", A), broken=("x",), sku="SKU-A").outcome is CheckOutcome.UNSURE
    assert judged(("gtin", B), broken=("x",), sku="SKU-A").outcome is CheckOutcome.FAILED


def test_a_sku_that_is_not_in_the_catalogue_is_said_and_compared_with_nothing() -> None:
    verdict = judged(("gtin", STRANGE), sku="UNKNOWN")
    assert verdict.outcome is CheckOutcome.OK
    assert "UNKNOWN is not in the catalogue" in verdict.detail
    assert judged(("gtin", STRANGE), sku="BARE").outcome is CheckOutcome.OK


def test_ten_codes_are_told_in_few_words() -> None:
    verdict = judged(*(("code", f"text {n}") for n in range(10)), ("gtin", A), sku="SKU-A")
    assert verdict.value == "SKU-A"
    assert verdict.about == read("gtin", A)
    assert "and 6 more" in verdict.detail


def test_what_the_controller_left_out_is_filled_in_and_what_it_said_stays() -> None:
    def result(*readings: tuple[str, str]) -> CheckResult:
        return CheckResult(
            check="codes", outcome=CheckOutcome.OK, confidence=1.0, readings=tuple(read(n, t) for n, t in readings)
        )

    several = [result(("gtin", A), ("lot", "L1")), result(("lot", "L1"), ("serial", "S"), ("lpn", "LPN9999"))]
    filled = joined(Identity(material="m"), several, with_gtin=with_gtin)
    assert filled == Identity(sku="SKU-A", material="m", lpn="LPN9999", lot="L1", serial="S")
    told = Identity(sku="X", lpn="Y", lot="Z", serial="W")
    assert joined(told, several, with_gtin=with_gtin) == told
    contradictory = [result(("gtin", A), ("gtin", B), ("lot", "1")), result(("lot", "2"))]
    assert joined(Identity(), contradictory, with_gtin=with_gtin) == Identity()


def test_a_code_goes_before_print_and_of_print_only_what_was_read_well_counts() -> None:
    def printed(name: str, text: str, confidence: float) -> Reading:
        return replace(read(name, text), confidence=confidence, source=PRINT)

    def result(*readings: Reading) -> CheckResult:
        return CheckResult(check="any", outcome=CheckOutcome.OK, confidence=1.0, readings=readings)

    results = [
        result(read("lot", "L1")),
        result(printed("lot", "LI", 0.99), printed("serial", "S9", 0.95), printed("lpn", "LPN1", 0.6)),
    ]
    assert joined(Identity(), results, with_gtin=with_gtin) == Identity(lot="L1", serial="S9")
    poor, well = result(printed("gtin", B, 0.6)), result(printed("gtin", B, 0.95))
    assert joined(Identity(), [poor], with_gtin=with_gtin) == Identity()
    assert joined(Identity(), [well], with_gtin=with_gtin).sku == "SKU-B"
    assert joined(Identity(), [result(read("gtin", A)), well], with_gtin=with_gtin).sku == "SKU-A"

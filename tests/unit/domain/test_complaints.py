"""What complaints say, which items they are about, and how many escaped."""

from dataclasses import replace

import pytest

from inspector.domain.check import Finding
from inspector.domain.complaint import Complaint, Escape, LetBy, Match, MatchStatus, Relabel, Sighting
from inspector.domain.complaint_reading import plain_text, read_complaint
from inspector.domain.complaint_words import CLASSES, NOT_A_FAULT, PATTERNS, UNCLEAR
from inspector.domain.escape_matching import Matcher
from inspector.domain.escape_rate import escape_rates
from inspector.domain.reason import defect_code, finding_code
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition

SAID = {
    "deformation": [
        "Box arrived crushed",
        "la lata venía abollada",
        "Karton eingedrückt",
        "badly dneted? no, dented",
        "crsuhed",
    ],
    "deconstruction": ["caja rota", "the glass is shattered", "Die Flasche ist kaputt", "El plato llegó hecho pedazos"],
    "expired": ["expired", "EXPIRED two months ago!!", "El yogur estaba caducado", "MHD überschritten", "out of date"],
    "actuation": ["The seal was broken", "La caja llegó abierta", "box was already opened", "Siegel fehlt"],
    "spillage": ["bottle leaking everywhere", "se derramó todo el jabón", "Shampoo ausgelaufen", "came wet"],
    "penetration": ["there is a hole in the bag", "bolsa rasgada", "Tüte aufgerissen"],
    "missing_unit": ["two pieces missing", "faltan dos unidades", "es fehlt ein Teil", "only 2 of 6 came"],
    "superficial": ["scratched", "llegó sucio y con manchas", "Oberfläche verkratzt"],
    "label_defect": ["label torn off", "sin etiqueta", "Etikett unleserlich"],
    "mislabelled": ["wrong label on it", "mal etiquetado"],
    "wrong_item": ["not what I ordered", "me enviaron otro producto equivocado", "falscher Artikel geliefert"],
    "wrong_size": ["wrong size", "demasiado pequeño", "zu klein"],
    "wrong_colour": ["wrong color", "color equivocado", "falsche Farbe"],
    "defect": ["arrived damaged", "producto dañado", "beschädigt", "beschaedigt"],
    NOT_A_FAULT: ["changed my mind", "llegó tarde", "gefällt mir nicht", "not damaged, but came too late"],
    UNCLEAR: ["smells funny", "?", "12345", "I opened the box", "dentro", "he abierto un caso", "ñ"],
}


@pytest.mark.parametrize(("finding", "texts"), SAID.items())
def test_what_people_write_is_read_in_three_languages(finding: str, texts: list[str]) -> None:
    assert {text: read_complaint(text).finding for text in texts} == dict.fromkeys(texts, finding)


def test_a_negation_reaches_to_the_end_of_its_clause_only() -> None:
    assert read_complaint("not damaged, scratched").finding == "superficial"
    assert read_complaint("No. Crushed box").finding == "deformation"
    assert read_complaint("dented but not broken").findings == ("deformation",)
    assert read_complaint("No vino dañado pero sí sucio").findings == ("superficial",)
    assert read_complaint("sin daños").finding == UNCLEAR


def test_the_more_particular_leads_and_all_are_kept() -> None:
    read = read_complaint("late, box crushed, bottle leaking and the cap off")
    assert (read.finding, read.findings) == ("actuation", ("actuation", "spillage", "deformation"))
    assert set(read.words) == {"cap off", "leaking", "crushed"}


def test_hostile_texts_are_only_texts() -> None:
    for text in (
        "a" * 4000,
        "(" * 2000,
        "not " * 1000,
        "\u0628\u202e crushed \u202e",
        "=cmd|' /C calc'!A0",
        "\x1b[31mexpired",
    ):
        assert read_complaint(text).finding in {UNCLEAR, "deformation", "expired"}
    assert plain_text("") == ""


def test_findings_are_named_as_the_station_names_its_own() -> None:
    named = {finding for finding, _ in PATTERNS} - {NOT_A_FAULT, "defect"}
    known = {finding.value for finding in Finding}
    assert all(name in known or defect_code(name).name != "DEFECT" for name in named)
    assert named | {"defect"} == set(CLASSES)
    assert finding_code(Finding.EXPIRED).name == "EXPIRED"


def sighting(number: int, **changes: object) -> Sighting:
    base = Sighting(
        number=number,
        record_id=f"r-{number}",
        track=f"5/{number}",
        seen_utc=f"2030-01-{number:02d}T10:00:00.000Z",
        disposition=Disposition.PASS,
        score=0.1,
        let_by=LetBy.STATION,
        sku="A",
        lot="L1",
        lpn=f"LPN{number}",
        serial=f"S{number}",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def complaint(**changes: object) -> Complaint:
    base = Complaint(complaint_id="c-1", text="crushed", reported_utc="2030-01-20T00:00:00.000Z")
    return replace(base, **changes)  # type: ignore[arg-type]


def matched(*seen: Sighting, **told: object) -> Match:
    return Matcher(seen, within_days=30).match(complaint(**told))


@pytest.mark.parametrize(
    "told", [{"record_id": "r-2"}, {"track": "5/2"}, {"lpn": "LPN2"}, {"serial": "S2"}, {"serial": "S2", "sku": "A"}]
)
def test_one_name_of_an_item_is_enough(told: dict[str, str]) -> None:
    found = matched(sighting(1), sighting(2), **told)
    assert found.status is MatchStatus.MATCHED
    assert found.item == sighting(2)
    assert found.how in told


def test_an_item_that_went_round_counts_as_it_last_left_before_the_report() -> None:
    first, again, isolated = sighting(1), sighting(3, lpn="LPN1"), sighting(4, lpn="LPN1", let_by=LetBy.ISOLATED)
    later = sighting(25, lpn="LPN1")
    assert matched(first, again, isolated, later, lpn="LPN1").item == again
    assert matched(isolated, lpn="LPN1").item == isolated, "that it was isolated is worth knowing"
    assert "only after" in matched(later, lpn="LPN1").note


def test_names_that_contradict_each_other_are_ambiguous() -> None:
    two = matched(sighting(1), sighting(2), lpn="LPN1", serial="S2")
    assert (two.status, two.count) == (MatchStatus.AMBIGUOUS, 2)
    other = matched(sighting(1), lpn="LPN1", sku="B")
    assert (other.status, "SKU B" in other.note) == (MatchStatus.AMBIGUOUS, True)
    assert matched(sighting(1), sighting(2, sku="B", serial="S1"), serial="S1", sku="A").item == sighting(1)
    half = matched(sighting(1), lpn="LPN1", serial="S9")
    assert (half.item, half.note) == (sighting(1), "serial S9 was never seen here")


def test_sku_and_lot_or_time_give_one_or_several_or_none() -> None:
    seen = [sighting(n, score=n / 100) for n in range(1, 15)]
    lone = sighting(15, lot="L2")
    assert matched(*seen, lone, sku="A", lot="L2").item == lone
    many = matched(*seen, sku="A", lot="L1")
    assert (many.status, many.count, many.candidates[0]) == (MatchStatus.AMBIGUOUS, 14, seen[-1])
    day = {"from_utc": "2030-01-03T00:00:00.000Z", "until_utc": "2030-01-03T23:59:59.999Z"}
    assert matched(*seen, sku="A", **day).item == seen[2]
    assert matched(sighting(1, let_by=LetBy.ISOLATED), sku="A", lot="L1").status is MatchStatus.UNMATCHED
    assert "neither its lot" in matched(*seen, sku="A").note
    assert "names no record" in matched(*seen).note
    assert matched(sighting(1), sku="A", lot="L1", reported_utc="2030-06-01T00:00:00.000Z").note.startswith("no item")


def escape(name: str, finding: str, match: Match, **told: object) -> Escape:
    return Escape(
        number=1,
        complaint=complaint(complaint_id=name, **told),
        finding=finding,
        words=(),
        match=match,
        imported_utc="2030-02-01T00:00:00.000Z",
    )


def one(item: Sighting) -> Match:
    return Match(status=MatchStatus.MATCHED, candidates=(item,), count=1)


def test_rates_count_items_once_by_who_let_them_go_and_say_how_high_they_may_be() -> None:
    several = Match(status=MatchStatus.AMBIGUOUS, candidates=(sighting(8), sighting(9)), count=2)
    escapes = [
        escape("c-1", "deformation", one(sighting(1))),
        escape("c-2", "deformation", one(sighting(1))),
        escape("c-3", "deformation", one(sighting(2, let_by=LetBy.PERSON))),
        escape("c-4", "spillage", one(sighting(3))),
        escape("c-5", "spillage", several),
        escape("c-6", "spillage", Match(status=MatchStatus.UNMATCHED)),
        escape("c-7", NOT_A_FAULT, one(sighting(4))),
        escape("c-8", "expired", one(sighting(28))),
        escape("c-9", "superficial", one(sighting(5))),
    ]
    found = Relabel(
        relabel_id="x", complaint_id="c-9", record_id="r-5", answer=Answer.OVERRULED, operator="Ana", why="fine",
        user="ana", pictures=True,
    )  # fmt: skip
    rates = escape_rates(
        escapes, {"c-9": found}, passed=1000, from_utc="2030-01-01", until_utc="2030-01-25T00:00:00.000Z"
    )
    by = {rate.finding: rate for rate in rates}
    assert list(by) == ["all", "spillage", "deformation", NOT_A_FAULT]
    assert (by["deformation"].station, by["deformation"].by_person) == (1, 1)
    assert (by["spillage"].station, by["spillage"].ambiguous, by["spillage"].unmatched) == (1, 1, 1)
    assert by["spillage"].at_most == 0.002
    assert (by["all"].station, by["all"].rate) == (2, 0.002)
    low, high = by["all"].interval
    assert (round(low, 6), round(high, 6)) == (0.000242, 0.007206)  # Clopper-Pearson of 2 in 1000
    before = escape_rates(escapes, {}, passed=1000, from_utc="2030-02-01", until_utc="2030-03-01")
    assert before == (), "items of another time, and complaints that came before it"
    told = replace(found, complaint_id="c-5", record_id="r-9", answer=Answer.CONFIRMED, label="penetration")
    again = escape_rates(escapes, {"c-5": told}, passed=1000, from_utc="2030-01-01", until_utc="2030-01-25")
    assert {rate.finding: rate.station for rate in again}["penetration"] == 1


def test_nothing_passed_is_no_rate() -> None:
    (rate, _) = escape_rates(
        [escape("c-1", "expired", Match(status=MatchStatus.UNMATCHED))], {}, passed=0, from_utc="", until_utc="9"
    )
    assert (rate.rate, rate.at_most, rate.interval) == (None, None, (0.0, 1.0))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": " "}, "text is empty"),
        ({"text": "x" * 4001, "sku": "s" * 65}, "sku has 65 characters.*text has 4001"),
        ({"from_utc": "2", "until_utc": "1"}, "from is later"),
    ],
)
def test_a_complaint_that_makes_no_sense_says_all_that_is_wrong(changes: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        complaint(**changes)

"""Holds what a model said of a case against the case's facts. A claim that no fact says is struck, with the reason.

What is looked at is mechanical: fact ids that exist; numbers, dates, times, shares and names that stand in the facts
that the claim itself names; classes of findings that those facts speak of; `all` and `none`; and whether the facts
speak for or against the cause that the claim names. Whether a sentence draws the right conclusion is not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from inspector.domain.cause.explanation import Claim, Struck
from inspector.domain.cause.fact import Fact
from inspector.domain.cause.ranking import Case

MOST_CLAIMS = 30
LONGEST = 500

_NUMBER: Final = re.compile(r"(?<![\w.])[-+]?\d+(?:[.,]\d+)*(?![\w])")
_DATE: Final = re.compile(
    r"\b\d{4}-\d{2}-\d{2}(?:T\d{2}(?::\d{2})*Z?)?|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}:\d{2}\b"
)
_FACT_ID: Final = re.compile(r"\bF\d+\b")
_NAMED: Final = re.compile(
    r"\b(?:vendor|supplier|lot|batch|station|dock|product|sku|camera|item|hour)\s+(?:id\s+|named\s+)?[\"'“]?"
    r"([\w./:-]*[\dA-Z_][\w./:-]*)",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(r"\b(\d+) of (?:the |these |its )?(\d+)\b")
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)?")
_TEENS: Final = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
)
_MORE: Final = {
    "nineteen": 19,
    "twenty": 20,
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "half": 50,
    "third": 33,
    "quarter": 25,
    "twice": 2,
    "double": 2,
}
_COUNTS: Final = {word: number for number, word in enumerate(_TEENS.split(" "), start=2)} | _MORE
_ALL: Final = frozenset({"all", "every", "each", "always", "entire", "exclusively"})
_NONE: Final = frozenset({"none", "never", "no", "zero", "nothing"})
_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "label": ("mislabel", "mislabeled", "mislabelled", "mislabelling", "mislabeling", "label", "labels", "labelled"),
    "expired": ("expired", "expiry", "expiration", "outdated"),
    "size": ("size", "sizes", "length", "oversized", "undersized", "measured"),
    "colour": ("colour", "color", "coloured", "colored"),
    "count": ("incomplete", "missing", "units"),
    "damage": ("damage", "damaged", "crushed", "dent", "dented", "broken", "torn", "crush", "crushes"),
    "deformation": ("deformation", "deformed"),
    "penetration": ("penetration", "punctured", "hole"),
    "spillage": ("spillage", "spilled", "leak", "leaking", "leaked", "wet"),
    "actuation": ("actuation", "opened"),
    "deconstruction": ("deconstruction",),
    "superficial": ("superficial", "scratch", "scratched"),
    "picture": ("blurred", "blurry", "focus", "overexposed", "underexposed", "frozen", "blank"),
    "other goods": ("another product",),
    "overruled": ("overruled", "overrule"),
    "confirmed": ("confirmed", "confirm"),
    "alarm": ("alarm", "alarms"),
    "complaint": ("complaint", "complaints", "complained"),
}
_CLASS_OF: Final = {word: name for name, words in _CLASSES.items() for word in words}
_IN_FACTS: Final[dict[str, tuple[str, ...]]] = {
    "label": ("label", "mislabelled", "code"),
    "expired": ("expired", "date"),
    "size": ("size", "length", " mm"),
    "colour": ("colour",),
    "count": ("count", "incomplete", "missing", "unit"),
    "damage": ("damage", "defect_", "deformation", "penetration", "spillage", "actuation", "superficial"),
    "picture": ("picture", "blurred", "image_", "frozen", "blank", "overexposed", "underexposed"),
    "overruled": ("overrul",),
    "confirmed": ("confirm",),
    "actuation": ("actuation",),
    "alarm": ("alarm",),
    "complaint": ("complain",),
}


def held_against(claims: Sequence[Claim], case: Case) -> tuple[tuple[Claim, ...], tuple[Struck, ...]]:
    """(those that stand, those that are struck), each in its order. Claims beyond `MOST_CLAIMS` are struck."""
    kept, struck = [], []
    for number, claim in enumerate(claims):
        why = "there are too many claims" if number >= MOST_CLAIMS else next(_objections(claim, case), None)
        if why is None:
            kept.append(claim)
        else:
            struck.append(Struck(claim=claim, why=why))
    return tuple(kept), tuple(struck)


def _objections(claim: Claim, case: Case) -> Iterator[str]:
    if not claim.text.strip() or len(claim.text) > LONGEST:
        yield f"a claim has 1 to {LONGEST} characters"
        return
    if not claim.facts:
        yield "it names no fact"
        return
    unknown = [name for name in claim.facts if case.fact(name) is None]
    if unknown:
        yield f"there is no fact {', '.join(unknown)[:80]}"
        return
    facts = [fact for name in claim.facts if (fact := case.fact(name)) is not None]
    told = " ; ".join(f"{fact.text} ; {' '.join(source.name for source in fact.sources)}" for fact in facts)
    spoken = _FACT_ID.sub(" ", claim.text)
    yield from _names(spoken, told, _known_names(case))
    yield from _dates(spoken, told)
    yield from _numbers(_without(spoken, _known_names(case)), told, facts)
    yield from _classes(spoken, told)
    yield from _quantifiers(spoken, facts)
    yield from _stance(claim, case)


def _known_names(case: Case) -> frozenset[str]:
    """Products, lots, vendors, stations and items of the span; a single letter is no name."""
    found: set[str] = set()
    for seen in case.gathered.items:
        one = seen.identity
        found |= {name for name in (one.sku, one.lot, one.vendor, one.upstream, seen.record_id) if name}
    return frozenset(name for name in found if len(name) > 1 or name.isdigit())


def _names(spoken: str, told: str, known: frozenset[str]) -> Iterator[str]:
    words = set(re.findall(r"[\w./:-]+", spoken))
    stripped = {word.strip(".,:;/-") for word in words}
    named = {name for name in stripped if name in known}
    named |= {match.group(1).strip(".,:;/-") for match in _NAMED.finditer(spoken) if _is_name(match.group(1))}
    for name in sorted(named):
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told):
            yield f"{name[:60]} is in none of its facts"


def _is_name(text: str) -> bool:
    """`vendor V3` names one, `lot of` and `item was` do not."""
    return any(c.isdigit() for c in text) or (text[:1].isupper() and text.upper() != "I")


def _without(spoken: str, known: Iterable[str]) -> str:
    for name in sorted((name for name in known if any(c.isdigit() for c in name)), key=len, reverse=True):
        if name in spoken:
            spoken = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", " ", spoken)
    return _DATE.sub(" ", spoken)


def _dates(spoken: str, told: str) -> Iterator[str]:
    for match in _DATE.finditer(spoken):
        if match.group() not in told:
            yield f"{match.group()} is in none of its facts"


def _numbers(spoken: str, told: str, facts: Sequence[Fact]) -> Iterator[str]:
    known = [value for text in _NUMBER.findall(told) if (value := _value(text)) is not None]
    for fact in facts:
        for hits, total in _pairs(fact):
            if total:
                known += [hits / total, 100 * hits / total, 100 - 100 * hits / total, total - hits]
    pairs = {pair for fact in facts for pair in _pairs(fact)}
    for hits, total in _PAIR.findall(spoken):
        if (int(hits), int(total)) not in pairs:
            yield f"none of its facts says {hits} of {total}"
    wanted = [(text, _value(text), _decimals(text)) for text in _NUMBER.findall(spoken)]
    wanted += [(word, float(_COUNTS[word]), 0) for word in _WORD.findall(spoken.lower()) if word in _COUNTS]
    for text, value, decimals in wanted:
        if value is None or not any(abs(abs(value) - abs(one)) <= 0.5 * 10.0**-decimals + 1e-9 for one in known):
            yield f"the number {text[:30]} is in none of its facts"


def _value(text: str) -> float | None:
    """1,234 and 12.5 and 12,5 as they are meant most often."""
    plain = re.sub(r",(?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _decimals(text: str) -> int:
    plain = re.sub(r",(?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    return len(plain.rpartition(".")[2]) if "." in plain else 0


def _pairs(fact: Fact) -> list[tuple[int, int]]:
    return [(int(hits), int(total)) for hits, total in _PAIR.findall(fact.text)]


def _classes(spoken: str, told: str) -> Iterator[str]:
    low = told.lower()
    for word in _WORD.findall(spoken.lower()):
        name = _CLASS_OF.get(word)
        if name is not None and not any(part in low for part in _IN_FACTS.get(name, (name,))):
            yield f"none of its facts speaks of {word}"


def _quantifiers(spoken: str, facts: Sequence[Fact]) -> Iterator[str]:
    words = set(_WORD.findall(spoken.lower()))
    pairs = [pair for fact in facts for pair in _pairs(fact)]
    if words & _ALL and not any(hits == total > 0 for hits, total in pairs):
        yield f"it says {min(words & _ALL)}, and none of its facts does"
    if words & _NONE and not any(hits == 0 for hits, _ in pairs):
        yield f"it says {min(words & _NONE)}, and none of its facts does"


def _stance(claim: Claim, case: Case) -> Iterator[str]:
    if claim.cause is None:
        return
    hypothesis = next((one for one in case.hypotheses if one.cause.name == claim.cause), None)
    if hypothesis is None:
        yield f"there is no cause {claim.cause[:60]}"
        return
    weights = {entry.fact_id: entry.weight for entry in hypothesis.weighed}
    sign = {"for": 1, "against": -1}.get(claim.stance or "")
    if sign is None:
        yield "it does not say whether it is for or against the cause"
        return
    for name in claim.facts:
        if sign * weights.get(name, 0.0) < 0:
            yield f"{name} speaks {'against' if sign > 0 else 'for'} that cause, not {claim.stance} it"

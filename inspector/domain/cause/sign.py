"""What a judged item shows, as far as a cause can explain it. Read off its verdict and the person's answer alone."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from inspector.domain.reason import ReasonCode
from inspector.domain.review import ASKED, Answer
from inspector.domain.units import SIZE_OR_NUMBER
from inspector.domain.verdict import Disposition, Verdict


class Sign(StrEnum):
    """One item may show several, but at most one of the first four."""

    OTHER_GOODS = "other_goods"
    LABEL = "label"
    SIZE = "size"
    COLOUR = "colour"
    EXPIRED = "expired"
    COUNT = "count"
    EXTENT = "extent"
    DAMAGE = "damage"
    PICTURE = "picture"
    STRANGE = "strange"
    DOUBT = "doubt"
    FALSE_ALARM = "false_alarm"

    @property
    def words(self) -> str:
        """For people, after "items with"."""
        return _WORDS[self]


_WORDS: Final = {
    Sign.OTHER_GOODS: "the looks of another product",
    Sign.LABEL: "another product's label",
    Sign.SIZE: "a wrong size",
    Sign.COLOUR: "a wrong colour",
    Sign.EXPIRED: "an expired date",
    Sign.COUNT: "a wrong count",
    Sign.EXTENT: "another size or another number",
    Sign.DAMAGE: "damage",
    Sign.PICTURE: "a faulty picture",
    Sign.STRANGE: "looks that are no taught product's",
    Sign.DOUBT: "a check in doubt",
    Sign.FALSE_ALARM: "a call that people overruled",
}
PICTURE_CODES: Final = frozenset(
    code
    for code in ReasonCode
    if code.name.startswith("IMAGE_") or code in {ReasonCode.CAMERA_MISS, ReasonCode.NO_ITEM_IN_IMAGE}
)
_COUNT: Final = frozenset({ReasonCode.INCOMPLETE, ReasonCode.DEFECT_MISSING_UNIT})
_OTHER: Final = frozenset({ReasonCode.WRONG_SIZE, ReasonCode.WRONG_COLOUR})
_DOUBTED: Final = {"size": Sign.SIZE, "colour": Sign.COLOUR}
_SAY_NOTHING: Final = frozenset({ReasonCode.GROUP_HELD, ReasonCode.BYPASS})


def signs_of(verdict: Verdict | None, answer: Answer | None, kinds: Mapping[str, str]) -> frozenset[Sign]:
    """Empty for an item on which nothing was found. `kinds` tells the kind of each check by its name.

    A call that a person overruled is a false alarm and nothing else. Damage counts only where it leads the reasons:
    behind another finding it may be far too weak to isolate an item. Size and count are told by the same outline: a
    size that is sure goes before a count in doubt, and a count in doubt before a size in doubt. Looks in doubt count
    where nothing else was found.
    """
    if verdict is None:
        return frozenset()
    codes = frozenset(reason.code for reason in verdict.reasons)
    faulty = {Sign.PICTURE} if codes & PICTURE_CODES else set()
    if verdict.disposition is Disposition.NO_DECISION:
        return frozenset(faulty)
    if verdict.disposition not in ASKED or verdict.why in _SAY_NOTHING:
        return frozenset()
    if answer is Answer.OVERRULED:
        return frozenset({Sign.FALSE_ALARM})
    doubts = {kinds.get(name, ""): detail for name, detail in _doubts(verdict)}
    found = set(_of_goods(verdict, codes, doubts)) | faulty
    return frozenset(found or {Sign.STRANGE if "wrong_item" in doubts else Sign.DOUBT})


def _of_goods(verdict: Verdict, codes: frozenset[ReasonCode], doubts: Mapping[str, str]) -> Iterator[Sign]:
    counted = _counted(codes, doubts)
    measures = (sign for kind, sign in _DOUBTED.items() if kind in doubts and not (counted and sign is Sign.SIZE))
    identity = _identity(codes) or next(measures, None)
    if identity is not None:
        yield identity
    if ReasonCode.EXPIRED in codes:
        yield Sign.EXPIRED
    if counted is not None:
        yield counted
    if 200 <= verdict.why < 400 and verdict.why not in _COUNT:
        yield Sign.DAMAGE


def _counted(codes: frozenset[ReasonCode], doubts: Mapping[str, str]) -> Sign | None:
    if codes & _COUNT or "parts" in doubts:
        return Sign.COUNT
    if "count" not in doubts or ReasonCode.WRONG_SIZE in codes:
        return None
    return Sign.EXTENT if doubts["count"].startswith(SIZE_OR_NUMBER) else Sign.COUNT


def _identity(codes: frozenset[ReasonCode]) -> Sign | None:
    """Goods that look like others are wrong in size and colour too, and often carry the others' label."""
    if ReasonCode.WRONG_ITEM in codes or codes >= _OTHER:
        return Sign.OTHER_GOODS
    if ReasonCode.MISLABELLED in codes:
        return Sign.LABEL
    if ReasonCode.WRONG_SIZE in codes:
        return Sign.SIZE
    return Sign.COLOUR if ReasonCode.WRONG_COLOUR in codes else None


_FINDINGS: Final = {
    "mislabelled": Sign.LABEL,
    "expired": Sign.EXPIRED,
    "wrong_colour": Sign.COLOUR,
    "wrong_size": Sign.SIZE,
    "wrong_item": Sign.OTHER_GOODS,
    "missing_unit": Sign.COUNT,
    "incomplete": Sign.COUNT,
}
_DAMAGE: Final = frozenset(
    code.name.removeprefix("DEFECT_").lower() for code in ReasonCode if 200 <= code < 250 and code not in _COUNT
)


def sign_of_finding(finding: str) -> Sign | None:
    """What a complaint of this finding says of its item; None for one that no cause explains."""
    return Sign.DAMAGE if finding in _DAMAGE else _FINDINGS.get(finding)


def unsure(verdict: Verdict) -> Iterator[str]:
    """The names of the checks that were in doubt."""
    return (name for name, _ in _doubts(verdict))


def _doubts(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """The name of each check that was in doubt and why: a reason's detail begins with its check."""
    for reason in verdict.reasons:
        if reason.code is ReasonCode.CHECK_UNSURE:
            name, _, detail = reason.detail.partition(": ")
            yield name, detail

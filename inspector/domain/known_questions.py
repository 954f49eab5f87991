"""The questions that every label answers, in the languages of its packers, and the choice among them."""

from collections.abc import Sequence
from typing import Final

from inspector.domain.label_question import Kind, Question

# With a figure in it, and no date.
_CODE: Final = r"(?=[A-Z0-9./\-]*\d)(?!\d{1,2}[./\-]\d{2,4}(?![A-Z0-9]))[A-Z0-9][A-Z0-9./\-]{1,23}"
_UNITS: Final = r"kg|mg|g|ml|cl|dl|l|fl\.?\s?oz|oz|lbs?"
_QUANTITY: Final = rf"\d{{1,5}}(?:[.,]\d{{1,3}})?\s?(?:{_UNITS})"

_EXPIRY: Final = (
    "EXP", "EXP DATE", "EXPIRY", "EXPIRY DATE", "EXPIRES", "USE BY", "BEST BEFORE", "BEST BEFORE END", "BEST BY", "BB",
    "BBE", "BBD", "Verw. bis", "Verwendbar bis", "MHD", "Mindestens haltbar bis", "haltbar bis", "zu verbrauchen bis",
    "DLC", "DDM", "à consommer avant", "à consommer de préférence avant", "CAD", "Caducidad", "Cons. pref.", "Scad.",
    "Scadenza", "Da consumarsi entro", "TMC", "THT", "TGT",
)  # fmt: skip
_LOT: Final = (
    "LOT", "LOT NO", "LOT NUMBER", "LOT N°", "BATCH", "BATCH NO", "BATCH NUMBER", "Ch.-B.", "Ch.", "Ch.-Nr.", "Charge",
    "Charge Nr", "Chargen-Nr", "Los", "Lote", "Lotto", "Partij", "L",
)  # fmt: skip
_SERIAL: Final = (
    "SN", "S/N", "SER", "SERIAL", "SERIAL NO", "SERIAL NUMBER", "Ser. No", "Serien-Nr", "Seriennummer", "N° de série",
)  # fmt: skip
_WEIGHT: Final = (
    "NET WT", "NET WEIGHT", "NET", "NET CONTENTS", "Nettogewicht", "Netto", "Füllmenge", "Nettofüllmenge", "Inhalt",
    "Poids net", "Peso neto", "Peso netto", "Contenido neto", "Contenu",
)  # fmt: skip
_MARKED: Final = rf"{_QUANTITY}\s?[e℮]|[e℮]\s?{_QUANTITY}"  # the mark of European prepackages

KNOWN: Final = (
    Question(alias="expiry", keywords=_EXPIRY, pattern=r".+", kind=Kind.DATE),
    Question(alias="lot", keywords=_LOT, pattern=_CODE),
    Question(alias="serial", keywords=_SERIAL, pattern=_CODE),
    Question(alias="net_weight", keywords=_WEIGHT, pattern=_QUANTITY, kind=Kind.WEIGHT, unmarked=_MARKED),
)


def every(own: Sequence[Question] = ()) -> tuple[Question, ...]:
    """All questions that may be asked; a station's own goes before a known one of its name."""
    return tuple({one.alias: one for one in (*KNOWN, *own)}.values())


def asked(aliases: Sequence[str], own: Sequence[Question] = ()) -> tuple[Question, ...]:
    """The questions of these names; a station's own goes before a known one of its name. Raises ValueError for a name
    that nobody knows.
    """
    known = {one.alias: one for one in every(own)}
    unknown = [alias for alias in aliases if alias not in known]
    if unknown:
        raise ValueError(f"unknown question {', '.join(map(repr, unknown))}; known: {', '.join(sorted(known))}")
    return tuple(known[alias] for alias in dict.fromkeys(aliases))

"""The words around printed dates: what marks a date, in which order that language writes it, and names of months.

All in capitals without accents, as `plain` makes them.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final


class DateMark(StrEnum):
    """What the words before a date say that it is."""

    EXPIRY = "EXPIRY"  # "use by", "EXP"
    BEST_BEFORE = "BEST_BEFORE"
    PRODUCED = "PRODUCED"
    NONE = "NONE"  # no words


class DateOrder(StrEnum):
    """How 05/06/27 is meant."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


# Words, what they mean, and whether their language writes the day first without exception. Longer words come first.
_MARKS: Final[tuple[tuple[str, DateMark, bool], ...]] = (
    (r"MINDESTENS HALTBAR BIS(?: ENDE)?|MIND\.? ?HALTBAR BIS|HALTBAR BIS|\bMHD(?![A-Z])", DateMark.BEST_BEFORE, True),
    (r"ZU VERBRAUCHEN BIS|VERBRAUCHEN BIS|VERWENDBAR BIS|VERW ?\.? ?BIS", DateMark.EXPIRY, True),
    (r"A CONSOMMER DE PREFERENCE AVANT(?: LE| FIN)?|\bDDM(?![A-Z])|\bDLUO(?![A-Z])", DateMark.BEST_BEFORE, True),
    (r"A CONSOMMER JUSQU'?AU|\bDLC(?![A-Z])", DateMark.EXPIRY, True),
    (r"CONSUMIR PREFERENTEMENTE ANTES DE(?:L| FIN DE)?|CONS\.? PREF\.?(?: ANTES)?", DateMark.BEST_BEFORE, True),
    (r"FECHA DE CADUCIDAD|CADUCIDAD|\bCAD(?![A-Z])", DateMark.EXPIRY, True),
    (r"DA CONSUMARSI PREFERIBILMENTE ENTRO(?: IL| FINE)?|\bTMC(?![A-Z])", DateMark.BEST_BEFORE, True),
    (r"DA CONSUMARSI ENTRO|SCADENZA|\bSCAD(?![A-Z])", DateMark.EXPIRY, True),
    (r"TEN ?MINSTE HOUDBAAR TOT|\bTHT(?![A-Z])", DateMark.BEST_BEFORE, True),
    (r"TE GEBRUIKEN TOT|\bTGT(?![A-Z])", DateMark.EXPIRY, True),
    (r"HERGESTELLT(?: AM)?|HERST\.? ?(?:AM|DATUM)|FABRIQUE LE|\bFAB(?![A-Z])", DateMark.PRODUCED, True),
    (r"BEST BEFORE(?: END)?|BEST BY|BEST IF USED BY|\bBB[DE]?(?![A-Z])", DateMark.BEST_BEFORE, False),
    (r"USE BY|SELL BY|EXPIRATION DATE|EXPIRY DATE|EXPIRATION|EXPIRES(?: ON)?|EXPIRY|\bEXP(?:\.? ?DATE)?(?![A-Z])",
     DateMark.EXPIRY, False),
    (r"MANUFACTURED|\bMF[GD](?:\.? ?DATE)?|\bPRODUCED(?: ON)?|\bPROD(?:\.? ?DATE)?(?![A-Z])|\bPACKED(?: ON)?|\bPKD",
     DateMark.PRODUCED, False),
)  # fmt: skip
MARK_PATTERN: Final = re.compile(
    "(?:" + "|".join(f"(?P<m{n}>{words})" for n, (words, _, _) in enumerate(_MARKS)) + r")[\s.:\-]*"
)

_MONTHS: Final = (
    "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER",
    "JANUAR FEBRUAR MARZ APRIL MAI JUNI JULI AUGUST SEPTEMBER OKTOBER NOVEMBER DEZEMBER",
    "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE",
    "ENERO FEBRERO MARZO ABRIL MAYO JUNIO JULIO AGOSTO SEPTIEMBRE OCTUBRE NOVIEMBRE DICIEMBRE",
    "GENNAIO FEBBRAIO MARZO APRILE MAGGIO GIUGNO LUGLIO AGOSTO SETTEMBRE OTTOBRE NOVEMBRE DICEMBRE",
    "JANUARI FEBRUARI MAART APRIL MEI JUNI JULI AUGUSTUS SEPTEMBER OKTOBER NOVEMBER DECEMBER",
)
_SHORT_FORMS: Final = {"MRZ": 3, "MRT": 3, "JAEN": 1, "MAERZ": 3}


def _month_words() -> dict[str, int]:
    """Every name and every beginning of at least three letters that belongs to one month only."""
    meant: dict[str, set[int]] = {}
    for language in _MONTHS:
        for number, name in enumerate(language.split(), start=1):
            for length in range(3, len(name) + 1):
                meant.setdefault(name[:length], set()).add(number)
    single = {word: next(iter(numbers)) for word, numbers in meant.items() if len(numbers) == 1}
    return single | _SHORT_FORMS


MONTHS: Final[dict[str, int]] = _month_words()


def plain(text: str) -> str:
    """Capitals without accents, typographic signs made simple, runs of blanks made one."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare.upper().translate({0x2019: "'", 0x2013: "-", 0x2014: "-", 0x2212: "-"})).strip()


def mark_of(match: re.Match[str]) -> tuple[DateMark, bool]:
    """What a match of `MARK_PATTERN` marks, and whether its language writes the day first."""
    _, mark, day_first = _MARKS[int((match.lastgroup or "m0")[1:])]
    return mark, day_first

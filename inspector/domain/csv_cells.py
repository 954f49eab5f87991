"""CSV that people open: no cell is a formula to a spreadsheet, and our own readers get back what was written.

A product, lot or name that a stranger chose may begin as a formula does, and a spreadsheet would carry it out when the
file is opened. OWASP's advice ("CSV Injection"): such text begins with an apostrophe, and all text is in quotes. A
program that splits at another sign or at a line's end within the text may see a cell begin there, so that this place
counts as a beginning, too.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_BEGINS = r"(?:\A|(?<=[;\t\r\n]))"
_FORMULA = r"['\" ]*[=+\-@\uff1d\uff0b\uff0d\uff20]"  # the last four: the same signs in full width
_BLANK = r"['\" ]*[\t\r\n]"  # left out by a spreadsheet, and what follows is a formula
_HERE = re.compile(rf"{_BEGINS}(?={_FORMULA})|\A(?={_BLANK})")
_ADDED = re.compile(rf"{_BEGINS}'(?={_FORMULA})|\A'(?={_BLANK})")


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A header and one line per row; lines end as RFC 4180 says. Text is in quotes, numbers are not; None is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue()


def defused(cell: object) -> object:
    """Text that a spreadsheet would take for a formula behind an apostrophe; all else as it is.

    >>> defused("=1+1"), defused("a;-1"), defused("BOX-1"), defused(-1.5)
    ("'=1+1", "a;'-1", 'BOX-1', -1.5)
    """
    return _HERE.sub("'", cell) if isinstance(cell, str) else cell


def restored(cell: str) -> str:
    """What `defused` was given.

    >>> restored("'=1+1"), restored("'tis")
    ('=1+1', "'tis")
    """
    return _ADDED.sub("", cell)

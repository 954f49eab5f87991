"""GS1 digital links: what an address in a QR code says of the item, in the identifiers of element strings.

Source: GS1 Digital Link Standard, URI syntax: primary key (01), its qualifiers in the path, attributes in the query.
"""

from itertools import pairwise
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from inspector.domain.catalogue import gtin14
from inspector.domain.gs1 import BEST_BEFORE, EXPIRY, GTIN, LOT, PRODUCED, right_check_digit

SERIAL: Final = "21"
_DATES: Final = (PRODUCED, BEST_BEFORE, EXPIRY)


def link_elements(text: str) -> dict[str, str]:
    """Identifier -> data of `https://…/01/{GTIN}/10/{lot}/21/{serial}?17={YYMMDD}`; any other address says nothing.

    The GTIN has 14 digits. Dates are as printed: whether a calendar has them is not looked at.
    """
    if not text.lower().startswith(("http://", "https://")):
        return {}
    try:
        address = urlsplit(text)
        steps = [unquote(part) for part in address.path.split("/")]
        attributes = dict(parse_qsl(address.query))
    except ValueError:
        return {}
    gtin = dict(pairwise(steps)).get(GTIN, "")
    if len(gtin) not in {8, 12, 13, 14} or not right_check_digit(gtin):
        return {}
    after = steps[steps.index(GTIN) + 2 :]
    qualifiers = dict(zip(after[::2], after[1::2], strict=False))
    known = {name: data for name, data in qualifiers.items() if name in (LOT, SERIAL) and data}
    dates = {name: data for name, data in attributes.items() if name in _DATES}
    return {GTIN: gtin14(gtin), **known, **dates}

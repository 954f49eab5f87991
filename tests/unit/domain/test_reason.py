"""The numbers that a controller is given."""

import re
from pathlib import Path

import inspector
from inspector.domain.image_fault import ImageFault
from inspector.domain.reason import ReasonCode

SOURCES = Path(inspector.__file__).parent
RESERVED = {ReasonCode.CAMERA_LOST, ReasonCode.NOVEL_UNCERTAIN, ReasonCode.NO_REFERENCE}


def test_every_code_is_given_by_somebody_but_the_reserved_ones() -> None:
    """One that is read and never given would be a promise that nobody keeps."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    named = {code for code in ReasonCode if re.search(rf"ReasonCode\.{code.name}\b", text)}
    by_picture = {fault.reason for fault in ImageFault}
    assert set(ReasonCode) - named - by_picture == RESERVED


def test_the_reserved_ones_are_said_where_the_codes_are() -> None:
    told = (ReasonCode.__doc__ or "").split(" are reserved")[0]
    assert {code for code in ReasonCode if re.search(rf"\b{code.name}\b", told)} == RESERVED

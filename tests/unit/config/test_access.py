"""The section on signing in: what makes no sense is refused."""

import pytest
from pydantic import ValidationError

from inspector.config.access import AccessSection
from inspector.wire.access import without_secrets


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"first_wait_s": 60, "longest_wait_s": 30}, "is shorter than first_wait_s"),
        ({"wrong_pins": 1}, "wrong_pins"),
        ({"idle_s": 0}, "idle_s"),
        ({"session_h": 0}, "session_h"),
        ({"pin": "4711"}, "pin"),
    ],
)
def test_what_makes_no_sense_is_refused(written: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        AccessSection.model_validate(written)


def test_people_are_shown_no_secret_of_a_command() -> None:
    shown = without_secrets("cmd/x", rb'{"args": {"badge" : "a\"b4711", "session":"4711", "pin": "4711", "id": "12"')
    assert shown == rb'{"args": {"badge" : "***", "session":"***", "pin": "***", "id": "12"'
    assert without_secrets("rsp/x", b'{"pin":"4711"}') == b'{"pin":"4711"}'

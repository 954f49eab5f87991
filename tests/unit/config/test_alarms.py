"""The alarms' section: what is not written follows from what is, and what contradicts itself is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from inspector.config.alarms import AlarmsSection
from inspector.domain.share_watch import ShareRule


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ({}, ShareRule(window=100, least=50, above=0.3, clear=0.15)),
        ({"isolated_share": 0.1}, ShareRule(window=100, least=50, above=0.1, clear=0.05)),
        ({"isolated_window": 7}, ShareRule(window=7, least=4, above=0.3, clear=0.15)),
        ({"isolated_window": 1}, ShareRule(window=1, least=1, above=0.3, clear=0.15)),
        ({"isolated_clear": 0.0, "isolated_least": 9}, ShareRule(window=100, least=9, above=0.3, clear=0.0)),
    ],
)
def test_what_is_not_written_follows_from_what_is(written: dict[str, Any], rule: ShareRule) -> None:
    assert AlarmsSection.model_validate(written).isolated() == rule


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ({}, ShareRule(window=20, least=10, above=0.2, clear=0.1)),
        ({"undecided_share": 0.5, "undecided_window": 5}, ShareRule(window=5, least=3, above=0.5, clear=0.25)),
        ({"undecided_clear": 0.0, "undecided_least": 2}, ShareRule(window=20, least=2, above=0.2, clear=0.0)),
        ({"isolated_share": 0.1, "isolated_window": 7}, ShareRule(window=20, least=10, above=0.2, clear=0.1)),
    ],
)
def test_the_undecided_have_limits_of_their_own(written: dict[str, Any], rule: ShareRule) -> None:
    assert AlarmsSection.model_validate(written).undecided() == rule


@pytest.mark.parametrize(
    ("written", "complaints"),
    [
        ({"isolated_clear": 0.4}, ["isolated_clear"]),
        ({"isolated_least": 101}, ["isolated_least"]),
        ({"isolated_least": 101, "isolated_clear": 0.4}, ["isolated_least", "isolated_clear"]),
        ({"undecided_least": 21, "undecided_clear": 0.4}, ["undecided_least", "undecided_clear"]),
        ({"undecided_least": 21, "isolated_clear": 0.4}, ["undecided_least", "isolated_clear"]),
        ({"isolated_share": 0}, ["isolated_share"]),
        ({"undecided_share": 1.1, "undecided_window": 0}, ["undecided_share", "undecided_window"]),
        ({"divert_share": 0.2}, ["divert_share"]),
    ],
)
def test_what_contradicts_itself_is_refused_all_at_once(written: dict[str, Any], complaints: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        AlarmsSection.model_validate(written)
    for complaint in complaints:
        assert complaint in str(caught.value)

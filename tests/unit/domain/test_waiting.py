"""The order in which isolated items come, and what the rules propose once a person said what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.dispositions import DispositionsSection
from inspector.domain.dispositioning import Fate
from inspector.domain.item import Identity
from inspector.domain.proposing import FateRule, Proposed, proposal, proposals
from inspector.domain.reason import DEFECT_CLASSES
from inspector.domain.review import Answer
from inspector.domain.waiting import OrderRule

NINE, TEN = "2030-01-01T09:00:00.000Z", "2030-01-01T10:00:00.000Z"


def test_the_older_goes_first_unless_the_younger_is_worth_more_than_the_wait() -> None:
    rule = OrderRule(hour_is_worth=10, most_ahead_h=8)
    assert rule.order(NINE, 5) < rule.order(TEN, 5)
    assert rule.order(NINE, 5) < rule.order(TEN, 14)
    assert rule.order(TEN, 16) < rule.order(NINE, 5)


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_no_item_is_passed_for_longer_than_the_most_and_more_worth_is_never_worse(one: float, other: float) -> None:
    rule = OrderRule(hour_is_worth=3, most_ahead_h=1)
    assert rule.order(NINE, one) <= rule.order(TEN, other)
    assert (rule.order(NINE, one) <= rule.order(NINE, other)) or one < other
    assert OrderRule(hour_is_worth=0).order(NINE, one) == OrderRule(hour_is_worth=0).order(NINE, other)


def test_after_an_answer_the_class_that_a_person_named_decides_and_what_is_fine_is_released() -> None:
    rules = DispositionsSection().to_domain()
    found = proposals(rules, Identity(), "superficial")
    assert found["CONFIRMED"] == found["superficial"] == Proposed(fate=Fate.SECOND_CHANCE, grade="B")
    assert found["CANNOT_TELL"].fate is Fate.SECOND_CHANCE
    assert found["OVERRULED"] == Proposed(fate=Fate.RELEASED)
    assert (found["spillage"].fate, found["label_defect"].fate) == (Fate.DISPOSED, Fate.RELABELLED)
    assert set(found) <= {*DEFECT_CLASSES, *Answer}
    assert "penetration" not in found


def test_a_rule_for_overruled_items_goes_before_their_release_and_no_other_does() -> None:
    rules = (
        FateRule(fate=Fate.DISPOSED, sku="A"),
        FateRule(fate=Fate.DONATED, sku="A", answer=Answer.OVERRULED),
        FateRule(fate=Fate.RETURNED, answer=Answer.CANNOT_TELL),
    )
    assert proposal(rules, Identity(sku="A"), None, Answer.OVERRULED) is Fate.DONATED
    assert proposal(rules, Identity(sku="B"), None, Answer.OVERRULED) is Fate.RELEASED
    assert proposal(rules, Identity(sku="B"), None, Answer.CANNOT_TELL) is Fate.RETURNED
    assert proposal(rules, Identity(sku="B"), None, Answer.CONFIRMED) is None
    with pytest.raises(ValueError, match="grade goes with SECOND_CHANCE only"):
        FateRule(fate=Fate.DONATED, grade="A")

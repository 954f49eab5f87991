"""The share of the last items: what the watch says is what counting them all again would say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.share_watch import ShareRule, ShareWatch

HITS = st.lists(st.booleans(), max_size=120)


@st.composite
def rules(draw: st.DrawFn) -> ShareRule:
    window = draw(st.integers(1, 40))
    clear, above = sorted((draw(st.floats(0, 1)), draw(st.floats(0, 1))))
    return ShareRule(window=window, least=draw(st.integers(1, window)), above=above, clear=clear)


def share(hits: list[bool], rule: ShareRule) -> float:
    last = hits[-rule.window :]
    return sum(last) / len(last)


@given(rules(), HITS)
def test_it_says_what_counting_again_would_say(rule: ShareRule, hits: list[bool]) -> None:
    watch, high = ShareWatch(rule), False
    for number, hit in enumerate(hits, 1):
        now = watch.note(hit)
        if number >= rule.least:
            found = share(hits[:number], rule)
            if found > rule.above:
                high = True
            elif found <= rule.clear:
                high = False
        assert (now, watch.high) == (high, high)
        assert (watch.hits, watch.items) == (sum(hits[:number][-rule.window :]), min(number, rule.window))


@given(rules(), HITS)
def test_it_turns_only_beyond_a_limit_and_never_before_the_least_number(rule: ShareRule, hits: list[bool]) -> None:
    watch = ShareWatch(rule)
    for number, hit in enumerate(hits, 1):
        was = watch.high
        now = watch.note(hit)
        if now is was:
            continue
        assert number >= rule.least
        found = share(hits[:number], rule)
        assert found > rule.above if now else found <= rule.clear


@given(rules(), HITS)
def test_what_is_older_than_the_window_is_forgotten(rule: ShareRule, before: list[bool]) -> None:
    watch = ShareWatch(rule)
    for hit in before:
        watch.note(hit)
    for _ in range(rule.window):
        watch.note(hit=False)
    assert (watch.high, watch.hits) == (False, 0)
    for _ in range(rule.window):
        watch.note(hit=True)
    assert watch.high is (rule.above < 1)


def test_a_share_that_wavers_between_the_limits_is_said_once() -> None:
    watch = ShareWatch(ShareRule(window=10, least=10, above=0.3, clear=0.1))
    said = [watch.note(number % 10 in {0, 3, 5, 8}) for number in range(10)]
    assert said == [False] * 9 + [True]
    wavering = [watch.note(number % 10 in {0, 5}) for number in range(40)]
    assert all(wavering), "two of ten: below the upper limit, above the lower one"
    assert not [watch.note(hit=False) for _ in range(10)][-1]
    assert not any(watch.note(number % 10 < 3) for number in range(40)), "three of ten is the limit, not above it"


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": 0, "least": 0},
        {"least": 0},
        {"least": 11},
        {"above": 1.5},
        {"clear": -0.1},
        {"clear": 0.4},
        {"above": float("nan")},
        {"hits": 0},
        {"hits": 11},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    given = {"window": 10, "least": 5, "above": 0.3, "clear": 0.1} | wrong
    with pytest.raises(ValueError, match="must be"):
        ShareRule(**given)  # type: ignore[arg-type]

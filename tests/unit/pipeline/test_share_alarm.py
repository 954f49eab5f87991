"""Alarms by share: said once when something begins, over when it is over, whatever the items alternate between."""

from inspector.adapters.clocks import manual
from inspector.domain.alarm import Alarm, AlarmState
from inspector.domain.packml import PackMode, PackState
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.verdict import Disposition, Verdict
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.failing import IN_A_ROW, LAPSE_S, NS_PER_S, Failing
from inspector.pipeline.health import Health
from inspector.pipeline.share_alarm import AT_SEVERAL, AT_THE_FIRST, ShareAlarm


class Desk:
    """A board, and what it said."""

    def __init__(self) -> None:
        self.said: list[Alarm] = []
        self.board = AlarmBoard(manual.build(manual.Config()), self.said.append)

    @property
    def states(self) -> list[AlarmState]:
        return [alarm.state for alarm in self.said]


def test_what_should_never_happen_is_said_at_once_and_over_when_the_last_twenty_were_right() -> None:
    desk = Desk()
    late = ShareAlarm("decisions-late", AT_THE_FIRST, desk.board)
    late.note(hit=False)
    late.note(hit=True, detail="item 1/2 expired")
    for _ in range(19):
        late.note(hit=False)
    assert desk.states == [AlarmState.UNACK_ACTIVE]
    assert desk.said[0].detail == "item 1/2 expired (1 of the last 2 items)"
    late.note(hit=False)
    assert desk.states == [AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK]


def test_items_that_alternate_are_one_alarm_and_no_hundred() -> None:
    desk = Desk()
    bad = ShareAlarm("image-quality", AT_SEVERAL, desk.board)
    for number in range(100):
        bad.note(hit=number % 2 == 0, detail="top: BLANK")
    assert desk.states == [AlarmState.UNACK_ACTIVE]


def test_one_bad_picture_among_many_is_no_alarm_and_a_dead_lamp_is_one_at_the_third_item() -> None:
    desk = Desk()
    bad = ShareAlarm("image-quality", AT_SEVERAL, desk.board)
    for number in range(40):
        bad.note(hit=number in {0, 20})
    assert desk.said == [], "not even at the start"
    dark = ShareAlarm("image-quality", AT_SEVERAL, desk.board)
    for _ in range(3):
        dark.note(hit=True)
    assert desk.states == [AlarmState.UNACK_ACTIVE]


def test_a_share_that_fell_below_the_first_limit_is_not_over_before_it_fell_below_the_second() -> None:
    desk = Desk()
    bad = ShareAlarm("image-quality", AT_SEVERAL, desk.board)
    for _ in range(3):
        bad.note(hit=True)
    for _ in range(18):
        bad.note(hit=False)
    assert len(desk.said) == 1, "2 of 20 are 0.1"
    bad.note(hit=False)
    assert desk.states == [AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK], "1 of 20 is 0.05"


def verdict(*codes: ReasonCode) -> Verdict:
    reasons = tuple(Reason(code=code, detail="out of memory") for code in codes)
    return Verdict(disposition=Disposition.NO_DECISION, score=0.0, reasons=reasons, recipe="default")


def ready_health() -> Health:
    health = Health(plc_timeout_ms=600, recipe="default", mode=PackMode.PRODUCTION, plc_needed=False)
    health.set("broker", "")
    health.set_phase(PackState.EXECUTE)
    return health


def test_a_model_that_fails_again_and_again_makes_the_station_unready_until_it_works() -> None:
    desk, health = Desk(), ready_health()
    failing = Failing(desk.board, health)
    for number in range(1, IN_A_ROW + 1):
        assert health.state().pack is PackState.EXECUTE, f"before item {number}"
        failing.judged(verdict(ReasonCode.MODEL_ERROR), seen=True, now_ns=number)
    assert health.state().pack is PackState.ABORTED
    assert desk.states == [AlarmState.UNACK_ACTIVE]
    assert "MODEL_ERROR: out of memory" in desk.said[0].detail
    failing.judged(verdict(ReasonCode.CAMERA_MISS), seen=False, now_ns=4)
    assert health.state().pack is PackState.ABORTED, "an item without a picture says nothing of the model"
    failing.judged(verdict(ReasonCode.CHECK_ERROR), seen=False, now_ns=4)
    assert health.state().pack is PackState.ABORTED, "nor does a check that fails without one"
    failing.judged(verdict(ReasonCode.INTACT), seen=True, now_ns=5)
    assert health.state().pack is PackState.EXECUTE
    for _ in range(20):
        failing.judged(verdict(ReasonCode.INTACT), seen=True, now_ns=6)
    assert desk.states[-1] is AlarmState.RTN_UNACK, "one failure is not for ever"


def test_where_no_item_comes_because_the_station_is_not_ready_it_offers_itself_again() -> None:
    desk, health = Desk(), ready_health()
    failing = Failing(desk.board, health)
    for _ in range(IN_A_ROW):
        failing.judged(verdict(ReasonCode.MODEL_ERROR), seen=False, now_ns=0)
    failing.tick(LAPSE_S * NS_PER_S - 1)
    assert health.state().pack is PackState.ABORTED
    failing.tick(LAPSE_S * NS_PER_S)
    assert health.state().pack is PackState.EXECUTE
    failing.judged(verdict(ReasonCode.MODEL_ERROR), seen=True, now_ns=LAPSE_S * NS_PER_S + 1)
    assert health.state().pack is PackState.ABORTED, "one more failure is enough then"


def test_a_check_that_fails_is_an_alarm_and_no_dead_model() -> None:
    desk, health = Desk(), ready_health()
    failing = Failing(desk.board, health)
    for _ in range(2 * IN_A_ROW):
        failing.judged(verdict(ReasonCode.CHECK_ERROR), seen=True, now_ns=0)
    assert health.state().pack is PackState.EXECUTE
    assert "CHECK_ERROR" in desk.said[0].detail

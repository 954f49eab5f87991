"""The hand-over to Qt and the picture link: bounded, newest first, never in Qt's thread."""

import threading
from collections.abc import Callable, Iterator

import pytest
from inspector_gui.link.inbox import PAINT_INTERVAL_MS, Inbox, Pump
from inspector_gui.link.pictures import ATTEMPTS, LARGEST_SIDE, Layer, Picture, PictureLink, Source, Wish
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.support.gui_line import encoded
from tests.support.gui_shop import PictureShop
from tests.support.gui_timers import running_timers


@pytest.fixture
def make_link(shop: PictureShop) -> Iterator[Callable[..., PictureLink]]:
    made: list[PictureLink] = []

    def make(*, base: str | None = None, **options: object) -> PictureLink:
        link = PictureLink(**options)  # type: ignore[arg-type]
        link.use(base if base is not None else shop.base)
        made.append(link)
        return link

    yield make
    shop.hold.set()
    for link in made:
        link.stop()


def picture(side: int = 40, colour: str = "#336699") -> bytes:
    image = QImage(side, side // 2, QImage.Format.Format_RGB888)
    image.fill(QColor(colour))
    return encoded(image)


def wait_for(link: PictureLink, count: int, qtbot: QtBot) -> list[Picture]:
    """The next so many pictures."""
    found: list[Picture] = []

    def there() -> bool:
        found.extend(link.inbox.take())
        return len(found) >= count

    qtbot.waitUntil(there, timeout=5000)
    return found


def test_a_stream_that_nobody_reads_stays_bounded_and_is_counted() -> None:
    inbox: Inbox[int] = Inbox(10)
    woken = []
    inbox.wake = lambda: woken.append(1)
    for value in range(1000):
        inbox.put(value)
    assert (inbox.take(), inbox.lost, len(woken)) == (list(range(990, 1000)), 990, 1)


def test_under_one_key_the_newest_wins_and_keeps_its_turn() -> None:
    inbox: Inbox[str] = Inbox(10)
    inbox.put("beat 1", key="hb")
    inbox.put("result")
    inbox.put("beat 2", key="hb")
    assert inbox.take() == ["result", "beat 2"]
    inbox.put("beat 3", key="hb")  # what was taken is not replaced
    assert (inbox.replaced, inbox.lost) == (1, 0)


def test_a_flood_from_another_thread_reaches_qt_in_few_turns_and_in_order(qtbot: QtBot) -> None:
    inbox: Inbox[int] = Inbox(100_000)
    got: list[int] = []
    turns: set[int] = set()
    threads: set[int] = set()

    def take(value: int) -> None:
        got.append(value)
        threads.add(threading.get_ident())

    pump = Pump(inbox, take)
    pump._timer.timeout.connect(lambda: turns.add(len(got)))

    def flood() -> None:
        for value in range(20_000):
            inbox.put(value)

    sender = threading.Thread(target=flood)
    sender.start()
    qtbot.waitUntil(lambda: len(got) == 20_000, timeout=5000)
    sender.join()
    pump.stop()
    assert got == list(range(20_000))
    assert threads == {threading.get_ident()}
    assert len(turns) < 200, f"{len(turns)} turns: at most one in {PAINT_INTERVAL_MS} ms"


def test_a_stopped_pump_takes_nothing_though_its_call_was_queued(qtbot: QtBot) -> None:
    inbox: Inbox[int] = Inbox(10)
    taken: list[int] = []
    pump = Pump(inbox, taken.append)
    inbox.put(1)  # its wake-up waits in the queue now
    pump.stop()
    QCoreApplication.processEvents()
    assert not pump._timer.isActive()
    assert taken == []


def test_one_value_that_can_not_be_taken_is_told_and_holds_up_no_other(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox: Inbox[int] = Inbox(10)
    taken: list[float] = []
    told: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: told.append(kind))
    pump = Pump(inbox, lambda value: taken.append(1 / value))
    for value in (1, 0, 2):
        inbox.put(value)
    qtbot.waitUntil(lambda: len(taken) == 2)
    pump.stop()
    assert (taken, told) == ([1.0, 0.5], [ZeroDivisionError])


def test_a_pump_that_is_not_stopped_would_be_found_after_its_test(qtbot: QtBot) -> None:
    inbox: Inbox[int] = Inbox(10)
    pump = Pump(inbox, lambda _value: None)
    inbox.put(1)
    QCoreApplication.processEvents()
    assert running_timers() == ["Pump._start"]
    pump.stop()
    assert running_timers() == []


def test_an_items_own_picture(shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot) -> None:
    shop.pictures["/items/r1/top.png"] = picture()
    link = make_link(token="a-token")  # noqa: S106 - of a test
    link.start()
    link.wish(Wish(rid="r1", camera="top"))
    (found,) = wait_for(link, 1, qtbot)
    assert (found.source, found.size.width(), found.size.height()) == (Source.ITEM, 40, 20)
    assert found.image.pixelColor(3, 3).name() == "#336699"
    assert shop.tokens == ["Bearer a-token"]


def test_a_missing_one_is_replaced_by_live_and_asked_for_again(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    shop.pictures["/live/top.jpg"] = picture(colour="#999999")
    link = make_link()
    link.start()
    link.wish(Wish(rid="r1", camera="top"))
    (first,) = wait_for(link, 1, qtbot)
    assert (first.source, first.coming) == (Source.LIVE, True)
    shop.pictures["/items/r1/top.png"] = picture()
    (second,) = wait_for(link, 1, qtbot)
    assert (second.source, second.coming) == (Source.ITEM, False)
    assert shop.asked.count("/live/top.jpg") == 1, "a later live picture would show another item"


def test_it_gives_up_after_a_few_attempts(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    link = make_link()
    link.start()
    link.wish(Wish(rid="r1", camera="top", layer=Layer.HEAT))
    (found,) = wait_for(link, 1, qtbot)
    assert (found.source, found.image.isNull(), found.coming) == (Source.NONE, True, True)
    (last,) = wait_for(link, 1, qtbot)
    assert (last.source, last.image.isNull(), last.coming) == (Source.NOT_STORED, True, False)
    assert shop.asked.count("/items/r1/top.heat.jpg") == ATTEMPTS
    assert link._wishes == {}


def test_too_many_wishes_the_oldest_are_given_up_and_the_newest_comes_first(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    for number in range(60):
        shop.pictures[f"/items/r{number}/top.png"] = picture()
    link = make_link(capacity=5)
    for number in range(60):
        link.wish(Wish(rid=f"r{number}", camera="top"))
    link.start()
    found = wait_for(link, 5, qtbot)
    assert [one.wish.rid for one in found] == ["r59", "r58", "r57", "r56", "r55"]


def test_what_somebody_waits_for_comes_first_and_is_not_given_up(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    for number in range(60):
        shop.pictures[f"/items/r{number}/top.png"] = picture()
    link = make_link(capacity=5)
    link.wish(Wish(rid="r7", camera="top", urgent=True))
    for number in range(60):  # the film strip's; one of them is of the very same picture
        link.wish(Wish(rid=f"r{number}", camera="top"))
    link.start()
    found = wait_for(link, 5, qtbot)
    assert [one.wish.rid for one in found] == ["r7", "r59", "r58", "r57", "r56"]


def test_what_is_no_picture_says_so(shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot) -> None:
    shop.pictures["/items/r1/top.png"] = b"\x89PNG\r\n\x1a\n cut off"
    link = make_link()
    link.start()
    link.wish(Wish(rid="r1", camera="top"))
    (found,) = wait_for(link, 1, qtbot)
    assert found.source is Source.NONE
    assert "not a picture" in found.problem


def test_a_wrong_token_and_a_missing_server_say_so(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    shop.status = 401
    link = make_link()
    link.start()
    link.wish(Wish(rid="r1", camera="top"))
    (refused,) = wait_for(link, 1, qtbot)
    assert "401" in refused.problem
    link.use("http://127.0.0.1:1")
    link.wish(Wish(rid="r1", camera="top"))
    (gone,) = wait_for(link, 1, qtbot)
    assert (gone.source, gone.problem != "") == (Source.NONE, True)


@pytest.mark.parametrize("base", ["ftp://127.0.0.1/", "no address", "http://[::1", "http://127.0.0.1:99999999"])
def test_an_address_that_is_none_ends_no_thread(base: str, make_link: Callable[..., PictureLink], qtbot: QtBot) -> None:
    link = make_link(base=base)
    link.start()
    for number in range(2):
        link.wish(Wish(rid=f"r{number}", camera="top"))
        (found,) = wait_for(link, 1, qtbot)
        assert found.source is Source.NONE


@pytest.mark.parametrize("token", ["two\nlines", "\N{BYTE ORDER MARK}a-token"])
def test_a_token_that_no_header_can_carry_ends_no_thread(
    token: str, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    link = make_link(token=token)
    link.start()
    for number in range(2):
        link.wish(Wish(rid=f"r{number}", camera="top"))
        (found,) = wait_for(link, 1, qtbot)
        assert (found.source, found.problem != "") == (Source.NONE, True)


def test_a_large_picture_is_made_smaller_in_the_worker_but_keeps_its_scale(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    shop.pictures["/items/r1/top.png"] = picture(side=3000)
    link = make_link()
    link.start()
    link.wish(Wish(rid="r1", camera="top"))
    (found,) = wait_for(link, 1, qtbot)
    assert (found.size.width(), found.image.width()) == (3000, LARGEST_SIDE)
    assert found.thumb.width() <= 320


def test_names_can_not_leave_their_place_in_the_path(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    link = make_link()
    link.start()
    link.wish(Wish(rid="", camera="../../secret?x"))
    wait_for(link, 1, qtbot)
    assert shop.asked == ["/live/..%2F..%2Fsecret%3Fx.jpg"]


def test_a_slow_server_holds_nobody_up_but_the_worker(
    shop: PictureShop, make_link: Callable[..., PictureLink], qtbot: QtBot
) -> None:
    shop.hold.clear()
    shop.pictures["/items/r1/top.png"] = picture()
    link = make_link()
    link.start()
    link.wish(Wish(rid="r1", camera="top"))
    qtbot.waitUntil(lambda: shop.asked == ["/items/r1/top.png"], timeout=5000)
    assert link.inbox.take() == []
    shop.hold.set()
    assert wait_for(link, 1, qtbot)[0].source is Source.ITEM

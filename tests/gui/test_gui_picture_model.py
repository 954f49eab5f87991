"""Which picture is wished for and shown."""

from inspector_gui.link.pictures import Layer, Picture, Source, Wish
from inspector_gui.viewmodels.items import STRIP_LENGTH, ItemsModel, item_view
from inspector_gui.viewmodels.picture import Caption, Overlay, PictureModel
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from inspector.wire.result import BoxPart, ReasonPart
from tests.support.gui_line import plain_result


class Desk:
    """A picture model whose wishes are written down."""

    def __init__(self) -> None:
        self.items = ItemsModel()
        self.wishes: list[Wish] = []
        self.model = PictureModel(self.items, self.wishes.append)

    def caption(self) -> Caption:
        """What is said about the picture."""
        return self.model.view.caption

    def overlay(self) -> Overlay:
        """What lies on the picture."""
        return self.model.overlay

    def add(self, index: int, **changes: object) -> None:
        """An item was inspected."""
        self.items.add(item_view(plain_result(index, **changes)))  # type: ignore[arg-type]

    def give(self, wish: Wish, source: Source = Source.ITEM, side: int = 8, *, coming: bool = False) -> QImage:
        """A wish comes true, or can not."""
        had = source in (Source.ITEM, Source.LIVE)
        image = QImage(side, side, QImage.Format.Format_RGB32) if had else QImage()
        image.fill(0xFF808080)
        size = QSize(80, 80)
        self.model.take(Picture(wish=wish, source=source, image=image, thumb=image, size=size, coming=coming))
        return image


BOXES = [
    BoxPart(camera="top", label="item", score=0.9, xyxy=(1, 1, 70, 70)),
    BoxPart(camera="side", label="penetration", score=0.8, xyxy=(5, 5, 9, 9)),
]


def test_no_wish_before_cameras_are_known_then_one_per_item() -> None:
    desk = Desk()
    desk.add(1)
    assert desk.wishes == []
    desk.model.know(("top", "side"))
    desk.add(2)
    desk.add(2)
    assert [(wish.rid, wish.camera, wish.layer) for wish in desk.wishes] == [
        ("record-000001", "top", Layer.PLAIN),
        ("record-000002", "top", Layer.PLAIN),
    ]


def test_the_camera_that_saw_the_strongest_reason_is_shown() -> None:
    desk = Desk()
    desk.model.know(("top", "side"))
    seen = ReasonPart(code=201, name="DEFECT_PENETRATION", score=0.8, camera="side", detail="")
    desk.add(1, reasons=[seen], boxes=BOXES)
    assert desk.wishes[-1].camera == "side"
    desk.give(desk.wishes[-1])
    assert [box.label for box in desk.model.view.boxes] == ["penetration"]
    desk.model.look_through("top")
    assert desk.model.view.camera == "top"
    desk.give(desk.wishes[-1])
    assert [box.label for box in desk.model.view.boxes] == ["item"]


def test_a_live_stand_in_is_said_to_be_one_and_gives_way() -> None:
    desk = Desk()
    desk.model.know(("top",))
    desk.add(1, boxes=BOXES)
    assert desk.caption() is Caption.LOADING
    live = desk.give(desk.wishes[-1], Source.LIVE, coming=True)
    assert desk.caption() is Caption.LIVE_MEANWHILE, "it is not known yet whether it will be stored"
    assert len(desk.model.view.boxes) == 1
    desk.give(desk.wishes[-1], Source.NOT_STORED)
    assert (desk.model.view.caption, desk.model.view.image) == (Caption.LIVE, live)
    assert desk.model.thumbnail(desk.items.items[0]) == live
    own = desk.give(desk.wishes[-1], Source.ITEM, 16)
    assert (desk.model.view.caption, desk.model.view.image) == (Caption.STORED, own)
    desk.give(desk.wishes[-1], Source.LIVE)
    assert desk.model.view.image == own


def test_overlays_go_round_and_the_heat_map_is_fetched_when_wanted() -> None:
    desk = Desk()
    desk.model.know(("top",))
    desk.add(1, boxes=BOXES)
    plain = desk.give(desk.wishes[-1])
    desk.model.next_overlay()
    assert desk.overlay() is Overlay.HEAT
    heat = next(wish for wish in desk.wishes if wish.layer is Layer.HEAT)
    assert (desk.model.view.caption, desk.model.view.image) == (Caption.LOADING, plain)
    desk.give(heat, Source.NONE, coming=True)
    assert (desk.model.view.caption, desk.model.view.image) == (Caption.LOADING, plain)
    desk.give(heat, Source.NOT_STORED)
    assert (desk.model.view.caption, desk.model.view.image) == (Caption.NO_HEAT, plain)
    warm = desk.give(heat, Source.ITEM, 16)
    assert (desk.model.view.caption, desk.model.view.image, desk.model.view.boxes) == (Caption.HEAT, warm, ())
    desk.model.next_overlay()
    assert (desk.model.overlay, desk.model.view.boxes) == (Overlay.NONE, ())
    desk.model.next_overlay()
    assert desk.overlay() is Overlay.BOXES


def test_a_picture_that_could_not_be_had_says_so() -> None:
    desk = Desk()
    desk.model.know(("top",))
    assert desk.caption() is Caption.NO_ITEM_YET
    desk.add(1, boxes=BOXES)
    desk.give(desk.wishes[-1], Source.NONE, coming=True)
    assert desk.caption() is Caption.LOADING, "not even a live one, but it is asked again"
    for source in (Source.NOT_STORED, Source.NONE):
        desk.give(desk.wishes[-1], source)
        assert (desk.model.view.caption, desk.model.view.boxes) == (Caption.MISSING, ())


def test_until_the_new_picture_is_here_the_one_before_stays_as_a_foreign_one_without_boxes() -> None:
    desk = Desk()
    desk.model.know(("top",))
    desk.add(1, boxes=BOXES)
    first = desk.give(desk.wishes[-1])
    desk.add(2, boxes=BOXES)
    view = desk.model.view
    assert (view.image, view.foreign, view.boxes, view.caption) == (first, True, (), Caption.LOADING)
    second = desk.give(desk.wishes[-1], Source.ITEM, 16)
    view = desk.model.view
    assert (view.image, view.foreign, len(view.boxes), view.caption) == (second, False, 1, Caption.STORED)


def test_memory_holds_the_strip_and_no_more() -> None:
    desk = Desk()
    desk.model.know(("top",))
    for index in range(5 * STRIP_LENGTH):
        desk.add(index)
        desk.give(desk.wishes[-1])
    assert len(desk.model._pictures.kept) == STRIP_LENGTH
    desk.give(Wish(rid="record-000000", camera="top"))
    assert len(desk.model._pictures.kept) == STRIP_LENGTH


def test_the_live_picture_is_asked_for_only_until_the_first_item() -> None:
    desk = Desk()
    desk.model.refresh_live()
    assert desk.wishes == []
    desk.model.know(("top",))
    desk.model.refresh_live()
    assert desk.wishes == [Wish(rid="", camera="top")]
    shown = desk.give(desk.wishes[-1], Source.LIVE)
    assert (desk.model.view.image, desk.model.view.caption) == (shown, Caption.NO_ITEM_YET)
    desk.add(1)
    desk.wishes.clear()
    desk.model.refresh_live()
    assert desk.wishes == []


def test_what_could_not_be_had_is_wished_for_again_when_the_station_is_back() -> None:
    desk = Desk()
    desk.model.know(("top",))
    desk.add(1)
    desk.give(desk.wishes[-1])
    desk.add(2)
    desk.give(desk.wishes[-1], Source.NONE)
    assert desk.caption() is Caption.MISSING
    desk.wishes.clear()
    desk.model.know(("top",))
    assert [wish.rid for wish in desk.wishes] == ["record-000002"]
    desk.give(desk.wishes[-1])
    assert desk.caption() is Caption.STORED

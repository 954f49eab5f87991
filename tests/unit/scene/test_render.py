"""Rendered frames: deterministic, and their truth is the truth."""

import numpy as np
import pytest
from numpy.typing import NDArray

from inspector.scene.drift import Drift
from inspector.scene.line import LineSpec
from inspector.scene.render import RenderedFrame, Renderer, View

SIZE = (320, 256)
ROUGH = LineSpec(seed=11, damage_rate=1.0)
VIEWS: tuple[View, ...] = ("top", "side")


@pytest.fixture(scope="module", params=VIEWS)
def rough(request: pytest.FixtureRequest) -> list[RenderedFrame]:
    """Return one view's frames of a line on which everything is damaged."""
    renderer = Renderer(ROUGH, view=request.param, size=SIZE)
    return [renderer.item(index) for index in range(24)]


def test_the_same_item_gives_the_same_picture_whatever_was_rendered_before() -> None:
    one, other = Renderer(ROUGH, view="top", size=SIZE), Renderer(ROUGH, view="top", size=SIZE)
    first = one.item(2)
    for index in (9, 4, 2):
        again = other.item(index)
    assert np.array_equal(first.image, again.image)
    assert [view.xyxy for view in first.items] == [view.xyxy for view in again.items]


def test_views_and_seeds_differ() -> None:
    pictures = [Renderer(LineSpec(seed=seed), view=view, size=SIZE).item(0).image for seed in (1, 2) for view in VIEWS]
    for n, picture in enumerate(pictures):
        assert all(np.abs(picture.astype(int) - other).mean() > 2 for other in pictures[n + 1 :])


@pytest.mark.parametrize("size", [(320, 256), (640, 512), (500, 300)])
@pytest.mark.parametrize("view", VIEWS)
def test_frames_have_the_size_asked_for_and_can_not_be_written(view: View, size: tuple[int, int]) -> None:
    frame = Renderer(LineSpec(), view=view, size=size).item(1)
    assert frame.image.shape == (size[1], size[0], 3)
    assert frame.image.dtype == np.uint8
    assert not frame.image.flags.writeable
    assert all(view.mask.shape == (size[1], size[0]) and not view.mask.flags.writeable for view in frame.items)


def test_the_triggered_item_is_in_view_whole(rough: list[RenderedFrame]) -> None:
    for index, frame in enumerate(rough):
        mine = [view for view in frame.items if view.item.index == index]
        assert len(mine) == 1
        assert mine[0].complete
        assert mine[0].mask.mean() > 0.005


def test_boxes_are_tight_around_masks(rough: list[RenderedFrame]) -> None:
    for frame in rough:
        seen = [(view.mask, view.xyxy) for view in frame.items]
        seen += [(defect.mask, defect.xyxy) for view in frame.items for defect in view.defects]
        for mask, xyxy in seen:
            ys, xs = np.nonzero(mask)
            assert xyxy == (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)


def test_defects_lie_on_their_item_and_only_spills_leave_it(rough: list[RenderedFrame]) -> None:
    marked = [(view, defect) for frame in rough for view in frame.items for defect in view.defects]
    assert marked
    for view, defect in marked:
        outside = defect.mask & ~view.mask
        assert defect.cls == "spillage" or not outside.any()
        assert (defect.cls, defect.severity) in {(d.cls, d.severity) for d in view.item.defects}


def test_items_do_not_share_pixels() -> None:
    renderer = Renderer(LineSpec(seed=5, pitch_mm=260.0), view="top", size=SIZE)
    seen = 0
    for index in range(1, 6):
        masks = [view.mask for view in renderer.item(index).items]
        seen = max(seen, len(masks))
        assert np.sum(masks, axis=0).max() == 1
    assert seen >= 2


def test_damage_is_where_the_truth_says_and_nowhere_else() -> None:
    seen = 0
    for view in VIEWS:
        damaged = Renderer(ROUGH, view=view, size=(640, 512))
        intact = Renderer(LineSpec(seed=11, damage_rate=0.0), view=view, size=(640, 512))
        for index in range(14):
            with_it, without = damaged.item(index), intact.item(index)
            change = np.abs(with_it.image.astype(int) - without.image).max(axis=2)
            touched = np.zeros(change.shape, np.bool_)
            for item in with_it.items:
                for defect in item.defects:
                    touched |= defect.mask
                    seen += 1
                    floor = 6 if defect.severity == "minor" else 9
                    assert change[defect.mask].mean() > floor, (view, index, defect.cls)
            if not touched.any():
                assert change.mean() < 3
            elif not any(defect.cls in ("actuation", "deformation") for i in with_it.items for defect in i.defects):
                assert change[~touched].mean() < 1.5, (view, index)
    assert seen > 20


def test_every_damaged_item_shows_damage_in_some_view() -> None:
    renderers = [Renderer(ROUGH, view=view, size=(640, 512)) for view in VIEWS]
    for index in range(24):
        shown = [
            defect.cls
            for renderer in renderers
            for view in renderer.item(index).items
            if view.item.index == index
            for defect in view.defects
        ]
        assert shown, index


def test_the_belt_carries_items_through_the_view() -> None:
    renderer = Renderer(LineSpec(seed=5), view="top", size=SIZE)
    centres = []
    for position in (-150.0, 0.0, 150.0):
        views = [view for view in renderer.belt(position).items if view.item.index == 0]
        centres.append((views[0].xyxy[0] + views[0].xyxy[2]) / 2)
    assert centres[0] < centres[1] < centres[2]
    assert abs((centres[2] - centres[1]) - (centres[1] - centres[0])) < 12
    assert renderer.belt(300.0 - 5000.0).items == ()


def test_the_empty_belt_is_empty_and_moves() -> None:
    renderer = Renderer(LineSpec(seed=5), view="side", size=SIZE)
    assert renderer.empty().items == ()
    here, there = renderer.belt(-3000.0).image, renderer.belt(-3120.0).image
    assert np.abs(here.astype(int) - there).mean() > 0.5


def test_lamps_age_and_ink_runs_thin_item_by_item() -> None:
    spec = LineSpec(seed=3, damage_rate=0.0, skus=("CT-1006",))

    def colours(index: int, drift: Drift | None) -> NDArray[np.float64]:
        frame = Renderer(spec, view="top", size=(160, 128), drift=drift).item(index)
        return np.asarray(frame.image[frame.items[0].mask].mean(0), np.float64)

    light, ink = Drift(first=10, items=20), Drift(first=10, items=20, light=0.0, ink=1.0)
    for index in (4, 10, 20, 30, 40):
        fresh, share = colours(index, None), light.at(index)
        assert share == min(1.0, max(0.0, (index - 10) / 20))
        red, green, blue = colours(index, light) / fresh
        assert red == pytest.approx(1 - 0.3 * share, abs=0.06)
        assert (share == 0) == (red == green == blue)
        assert share == 0 or red > green > blue
        thin = colours(index, ink) - fresh
        assert (thin > 1).all() if share else (thin == 0).all()


def test_a_senseless_size_is_refused() -> None:
    with pytest.raises(ValueError, match="from 64 to 4096"):
        Renderer(LineSpec(), view="top", size=(0, 512))


def test_all_views_show_one_and_the_same_body() -> None:
    top, side = (Renderer(ROUGH, view=view, size=SIZE) for view in VIEWS)
    for renderer in (top, side):
        renderer.item(3)
    one, other = top._bodies[3], side._bodies[3]
    assert one.names() == other.names()
    for mine, theirs in zip(one.patches, other.patches, strict=True):
        assert np.array_equal(mine.albedo, theirs.albedo)
        assert np.array_equal(mine.grid, theirs.grid)

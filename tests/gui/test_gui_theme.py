"""Contrast, measured; sizes; and the same tokens in both themes."""

import pytest
from inspector_gui.theme.contrast import contrast
from inspector_gui.theme.look import TOUCH_PX, Look, scale_for
from inspector_gui.theme.tokens import CONTRASTS, DARK, LIGHT, THEMES, Tokens


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize(("above", "below", "least"), CONTRASTS, ids=str)
def test_wcag_contrast(tokens: Tokens, above: str, below: str, least: float) -> None:
    colours = tokens.colours()
    ratio = contrast(colours[above], colours[below])
    assert ratio >= least, f"{above} {colours[above]} on {below} {colours[below]}: {ratio:.2f}"


def test_every_surface_that_carries_text_is_checked() -> None:
    checked = {below for _, below, least in CONTRASTS if least >= 4.0}
    surfaces = {name.removeprefix("on_") for name in LIGHT.colours() if name.startswith("on_")}
    assert surfaces | {"background", "panel", "button", "button_pressed", "picture_bed", "mark_casing"} <= checked


def test_alarm_colours_are_used_for_nothing_else() -> None:
    for tokens in THEMES.values():
        colours = tokens.colours()
        alarms = {colours[f"p{number}"] for number in range(1, 5)}
        others = {colour for name, colour in colours.items() if name not in {"p1", "p2", "p3", "p4"}}
        assert len(alarms) == 4
        assert not alarms & others


def test_the_ratio_agrees_with_the_standards_own_figures() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


def test_sizes_grow_with_the_window_but_fingers_do_not_shrink() -> None:
    assert scale_for(1024, 600) < 1.0 < scale_for(1920, 1080) < scale_for(3840, 2160) <= 3.0
    assert scale_for(1280, 720) == pytest.approx(1.0, abs=0.05)
    for size in ((1024, 600), (1920, 1080)):
        assert Look(tokens=LIGHT, scale=scale_for(*size)).touch_px >= TOUCH_PX


def test_a_frame_is_as_plain_to_be_seen_on_4k_as_on_the_panel_and_makes_nothing_larger() -> None:
    looks = [Look(tokens=LIGHT, scale=scale_for(*size)) for size in ((1024, 600), (1920, 1080), (3840, 2160))]
    assert [(look.thin_px, look.frame_px) for look in looks] == [(1, 2), (1, 3), (3, 6)]
    for look in looks:
        high, wide = [], []
        for selector in (
            "QPushButton, QToolButton {",
            "QPushButton:checked {",
            "QPushButton:focus, QToolButton:focus {",
        ):
            rule = look.sheet().split(selector, 1)[1].split("}", 1)[0]
            border = int(rule.split("border: ", 1)[1].split("px", 1)[0])
            above, beside = (
                int(part.removesuffix("px")) for part in rule.split("padding: ", 1)[1].split(";")[0].split()
            )
            high.append(border + above)
            wide.append(border + beside)
        assert len({*high}) == len({*wide}) == 1, "what is chosen is as large as what is not"

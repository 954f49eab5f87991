"""The colours, once: every widget and the style sheet take them from here, by meaning, in both themes.

After ISA-101: grey and calm, saturated colour only for what is abnormal. Alarm colours are used for nothing but alarms,
and never without a shape, a word and a number beside them. A verdict is no alarm.
"""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor

from inspector.domain.alarm import AlarmPriority


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """`#RRGGBB` by meaning; `on_x` is text or a drawing on a surface of colour `x`."""

    name: str
    background: str
    panel: str
    picture_bed: str
    text: str
    muted: str
    line: str
    running: str
    on_running: str
    stopped: str
    on_stopped: str
    button: str
    button_pressed: str
    focus: str
    info: str
    mark: str
    mark_casing: str
    trend: str
    p1: str
    on_p1: str
    p2: str
    on_p2: str
    p3: str
    on_p3: str
    p4: str
    on_p4: str

    def alarm(self, priority: AlarmPriority) -> tuple[QColor, QColor]:
        """(surface, text) of an alarm."""
        name = f"p{int(priority)}"
        return QColor(getattr(self, name)), QColor(getattr(self, f"on_{name}"))

    def colours(self) -> dict[str, str]:
        """Token to colour, without the theme's name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "name"}


LIGHT = Tokens(
    name="light",
    background="#D4D6D8",
    panel="#E6E7E9",
    picture_bed="#BFC2C5",
    text="#1E2124",
    muted="#50555A",
    line="#83888D",
    running="#4A4F54",
    on_running="#FFFFFF",
    stopped="#FFFFFF",
    on_stopped="#1E2124",
    button="#F2F3F4",
    button_pressed="#C3C6C9",
    focus="#2760A5",
    info="#2760A5",
    mark="#1673D1",
    mark_casing="#FFFFFF",
    trend="#33383D",
    p1="#C8102E",
    on_p1="#FFFFFF",
    p2="#E07B00",
    on_p2="#000000",
    p3="#F2C500",
    on_p3="#000000",
    p4="#A83297",
    on_p4="#FFFFFF",
)
DARK = Tokens(
    name="dark",
    background="#17191B",
    panel="#24272A",
    picture_bed="#0E0F10",
    text="#E4E6E8",
    muted="#A6ACB2",
    line="#70777E",
    running="#5A6067",
    on_running="#FFFFFF",
    stopped="#E4E6E8",
    on_stopped="#17191B",
    button="#33373B",
    button_pressed="#4A4F55",
    focus="#7FB2EE",
    info="#7FB2EE",
    mark="#59B0FF",
    mark_casing="#0B0C0D",
    trend="#C9CDD1",
    p1="#D81F3C",
    on_p1="#FFFFFF",
    p2="#F08A10",
    on_p2="#000000",
    p3="#F2C500",
    on_p3="#000000",
    p4="#D67CC8",
    on_p4="#000000",
)
THEMES = {tokens.name: tokens for tokens in (LIGHT, DARK)}

# Pairs that must be told apart, with the least WCAG contrast: 4.5 for text, 3 for large drawings and frames.
CONTRASTS: tuple[tuple[str, str, float], ...] = (
    ("text", "background", 7.0),
    ("text", "panel", 7.0),
    ("text", "button", 7.0),
    ("text", "button_pressed", 4.5),
    ("muted", "background", 4.5),
    ("muted", "panel", 4.5),
    ("text", "picture_bed", 7.0),
    ("muted", "picture_bed", 4.0),
    ("on_running", "running", 4.5),
    ("on_stopped", "stopped", 7.0),
    ("focus", "background", 3.0),
    ("focus", "panel", 3.0),
    ("info", "panel", 4.5),
    ("line", "panel", 2.5),
    ("mark", "mark_casing", 4.5),
    ("trend", "panel", 7.0),
    ("on_p1", "p1", 4.5),
    ("on_p2", "p2", 4.5),
    ("on_p3", "p3", 4.5),
    ("on_p4", "p4", 4.5),
)

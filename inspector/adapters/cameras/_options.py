"""Options that several camera kinds share: what makes a frame, and the virtual photo-eye."""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from inspector.config.adapter import AdapterConfig
from inspector.vision.photo_eye import PhotoEyeSettings

Trigger = Literal["software", "hardware", "free_run"]
DEFAULT_EYE = PhotoEyeSettings()


class PhotoEyeOptions(AdapterConfig):
    """A photo-eye made of the picture itself; shares are of the zone's length along the motion."""

    zone: tuple[float, float, float, float] = Field(
        default=DEFAULT_EYE.zone, title="Zone", description="Left, top, right, bottom as shares of the picture."
    )
    axis: Literal["x", "y"] = Field(
        default=DEFAULT_EYE.axis, title="Axis", description="Axis of the picture along which the belt moves."
    )
    line: float = Field(
        default=DEFAULT_EYE.line, gt=0, lt=1, title="Line", description="Where an item's middle makes the event."
    )
    contrast: float = Field(
        default=DEFAULT_EYE.contrast, gt=0, le=255, title="Contrast", description="Grey levels between item and belt."
    )
    cover: float = Field(
        default=DEFAULT_EYE.cover, gt=0, lt=1, title="Cover", description="Share of the zone's breadth an item covers."
    )
    gap: float = Field(default=DEFAULT_EYE.gap, ge=0, lt=1, title="Gap", description="Parts closer than this are one.")
    length: float = Field(default=DEFAULT_EYE.length, gt=0, lt=1, title="Length", description="The shortest item.")
    spacing: float = Field(
        default=DEFAULT_EYE.spacing, ge=0, lt=1, title="Spacing", description="Least distance of two items' middles."
    )

    @field_validator("zone")
    @classmethod
    def _has_area(cls, zone: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        PhotoEyeSettings(zone=zone)  # says what is wrong
        return zone

    def settings(self) -> PhotoEyeSettings:
        """The same as the vision module takes it."""
        return PhotoEyeSettings(**self.model_dump())


class TriggerOptions(AdapterConfig):
    """What makes a frame, and how frames find their items."""

    trigger: Trigger = Field(
        default="software",
        title="Trigger",
        description="`software`: by item/arrived, matched by key; `hardware`: by the photo-eye, matched by place "
        "on the belt and count; `free_run`: always, items found by `photo_eye`, matched in the same way.",
    )
    first_counter: int = Field(
        default=0, ge=0, lt=2**32, title="First counter", description="The photo-eye count of the first item."
    )
    offset_counts: int = Field(
        default=0,
        gt=-(2**31),
        lt=2**31,
        title="Offset",
        description="`hardware`, `free_run`: belt counts from the PLC's photo-eye to where this camera takes the item.",
    )
    photo_eye: PhotoEyeOptions | None = Field(
        default=None,
        title="Photo-eye",
        description="With `free_run`: yield only the frames in which an item is centred.",
    )

    @model_validator(mode="after")
    def _eye_needs_free_run(self) -> Self:
        if self.photo_eye is not None and self.trigger != "free_run":
            raise ValueError("photo_eye works with trigger = 'free_run' only")
        return self

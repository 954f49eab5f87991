"""The language model that explains cases, as it is written in `station.toml`. See docs/how-to/investigate.md."""

from typing import Literal

from pydantic import Field

from inspector.config.sections import AdapterSection
from inspector.domain.breaker import BreakerRule


class ExplainerSection(AdapterSection):
    """`kind` names the adapter file; with `none`, the default, no model is asked and nothing leaves the station."""

    kind: str = Field(
        default="none", min_length=1, title="Kind", description="`openai_chat`, or `none`: no model is asked."
    )
    pictures: Literal["covered", "whole", "none"] = Field(
        default="covered",
        title="Pictures",
        description="`covered`: what codes and print were read from, and around it, is covered first; a picture on "
        "which nothing was read is not shown, for nobody knows where its label is. `whole`: as they are.",
    )
    most_pictures: int = Field(default=4, ge=0, le=16, title="Most pictures", description="That a model is shown.")
    longest_side_px: int = Field(
        default=512, ge=64, le=4096, title="Longest side", description="Pictures are made this small, in pixels."
    )
    failures: int = Field(
        default=3, ge=1, le=100, title="Failures", description="After so many in a row nobody is asked for a while."
    )
    rest_s: float = Field(default=300, ge=0, le=86_400, title="Rest", description="So long, in seconds.")

    @property
    def wanted(self) -> bool:
        """Whether a model is configured."""
        return self.kind != "none"

    @property
    def breaker(self) -> BreakerRule:
        """When nobody is asked."""
        return BreakerRule(failures=self.failures, rest_s=self.rest_s)

"""Kind `none`: a station without an anomaly scorer. Nothing is ever known, so novelty has no say in any verdict."""

from collections.abc import Callable, Sequence
from pathlib import Path

from inspector.config.adapter import AdapterConfig
from inspector.domain.anomaly import AnomalyScore
from inspector.domain.detection import Xyxy
from inspector.domain.errors import InferenceError, UnknownReference
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.item import Identity
from inspector.ports.scorer import TeachReport


class Config(AdapterConfig):
    """No options."""


def build(config: Config, *, models_dir: Path, data_dir: Path) -> "NoScorer":  # noqa: ARG001 - the family's signature
    """Construct it; reads and writes nothing."""
    return NoScorer()


class NoScorer:
    """Thread-safe: it has no state."""

    @property
    def model(self) -> str:
        """Says that there is none."""
        return "none"

    def score(self, frame: Frame, region: Xyxy, identity: Identity) -> AnomalyScore:  # noqa: ARG002 - the port's
        """Raise `UnknownReference`, always."""
        raise UnknownReference("this station runs without an anomaly scorer")

    def teach(
        self,
        reference: str,
        camera: str,  # noqa: ARG002
        images: Sequence[RgbImage],  # noqa: ARG002
        accept: Callable[[TeachReport], bool] | None = None,  # noqa: ARG002
    ) -> TeachReport:
        """Raise `InferenceError`: what is taught here would be lost."""
        raise InferenceError(f"{reference!r} can not be taught: scorer.kind is 'none'; choose 'patch_memory'")

    def references(self) -> tuple[tuple[str, str], ...]:
        """Nothing."""
        return ()

    def problems(self) -> tuple[str, ...]:
        """None."""
        return ()

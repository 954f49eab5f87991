"""Nobody explains: cases are told by their facts alone."""

from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import ExplainerError
from inspector.ports.clock import Clock
from inspector.ports.explainer import Question


class Config(AdapterConfig):
    """No options."""


def build(config: Config, *, clock: Clock) -> "NoExplainer":
    """Construct it."""
    del config, clock
    return NoExplainer()


class NoExplainer:
    """See Explainer."""

    model = "none"

    def explain(self, question: Question) -> str:
        """See Explainer."""
        del question
        raise ExplainerError("no language model is configured: [explainer] in the station's file")

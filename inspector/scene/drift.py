"""What changes so slowly that nobody sees it: lamps that age, ink that runs thin."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from inspector.scene.light import Light
from inspector.scene.mesh import Body

# Of a lamp at the end of its life: what is lost per channel (an ageing white lamp turns yellow), and at the edges.
_LOST: Final = (0.30, 0.36, 0.45)
_EDGES: Final = 0.15
_INK_LEFT: Final = np.array((0.75, 0.62, 0.70), np.float32)  # of cyan, magenta and yellow


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """From item `first` on, evenly over `items` items, then it stays; `light` and `ink` are shares of the whole way."""

    first: int
    items: int
    light: float = 1.0
    ink: float = 0.0

    def at(self, index: float) -> float:
        """How far it has come at this item, 0 to 1."""
        return min(1.0, max(0.0, (index - self.first) / self.items))

    def aged(self, light: Light, index: float) -> Light:
        """The light of this item under the lamp as it is by then."""
        share = self.light * self.at(index)
        red, green, blue = (gain * (1.0 - share * lost) for gain, lost in zip(light.gains, _LOST, strict=True))
        return replace(light, gains=(red, green, blue), falloff=min(0.9, light.falloff + share * _EDGES))

    def thin(self, body: Body, index: float) -> None:
        """Print the body's art with less ink: what is not white gets nearer to white."""
        share = self.ink * self.at(index)
        if share <= 0.0:
            return
        left = 1.0 - share * (1.0 - _INK_LEFT)
        for patch in body.patches:
            patch.albedo = np.round(255.0 - (255.0 - patch.albedo.astype(np.float32)) * left).astype(np.uint8)

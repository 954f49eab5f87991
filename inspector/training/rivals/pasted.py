"""A network that learns to see what was pasted into a set's taught pictures, as a rival.

After CutPaste (Li et al. 2021, arXiv 2104.04015). Kept: its task (whole, patch or scar), its pasting, the Gaussian of
the pooled features of the taught pictures. Left out: ResNet-18 and most of its steps (the trunk of the feature bundle,
its first layers held, learns for a minute of one core), the classifier's deep head, and the variant that learns from
small parts of a picture; instead of that one's map there is a map of what was pasted, trained beside (as in DRAEM,
arXiv 2108.07610, without its reconstruction).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inspector.config.bundle import load_bundle
from inspector.training.evaluate.pictures import read_picture
from inspector.training.rivals.kept import Arrays, fact, kept
from inspector.training.rivals.pasted_plan import PastedPlan
from inspector.training.rivals.rival import Say
from inspector.training.rivals.scoring import Scores, density
from inspector.training.rivals.sets import Picture, RivalSet
from inspector.vision.anomaly_map import pooled
from inspector.vision.crop import stretched

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

SIDE = 224
MAP_SHARE = 0.03  # of the map's cells, the strongest: as the station's scorer takes its distances


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastedRival:
    """`bundle`: the feature network to begin with. One network learns from all taught pictures of a set.

    Needs torch where its answers are not kept yet.
    """

    bundle: Path
    cache: Path
    plan: PastedPlan
    say: Say
    name: str = "pasted"

    def scores(self, one: RivalSet) -> Iterator[tuple[str, Scores]]:
        """See Rival."""
        facts = [load_bundle(self.bundle).manifest.sha256, str(self.plan)]
        facts += [*map(fact, one.taught), "asked", *map(fact, one.asked)]
        answers = kept(self.cache / "pasted", facts, lambda: self._learnt(one))
        gaussian = np.zeros(len(one.asked))
        for lesson in one.lessons():
            gaussian[lesson.asked] = density(answers["taught"][lesson.taught], answers["asked"][lesson.asked])
        yield "CutPaste, Gaussian", gaussian
        yield "CutPaste, classifier", answers["odds"].astype(np.float64)
        yield "pasted map", np.array([pooled(cells, share=MAP_SHARE) for cells in answers["maps"]])

    def _learnt(self, one: RivalSet) -> Arrays:
        from inspector.training.rivals.pasted_training import answers, train

        taught = pixels(one.taught)
        network = train(self.bundle / "model.onnx", taught, self.plan, say=self.say)
        own, others = answers(network, taught), answers(network, pixels(one.asked))
        return {"taught": own.pooled, "asked": others.pooled, "odds": others.odds, "maps": others.maps}


def pixels(pictures: tuple[Picture, ...]) -> U8:
    """(n, 224, 224, 3) uint8 RGB, without their aspect, as the feature network sees them."""
    return np.stack([stretched(read_picture(one.path), SIDE, SIDE) for one in pictures])

"""What golden pictures show beside each other, and how much of it held-out samples have taken off."""

from pathlib import Path

import numpy as np

from inspector.config.locations import default_models_dir
from inspector.training.damage import sources
from inspector.training.damage.generation import samples
from inspector.training.damage.own_level import SHARES, chosen, recall
from inspector.training.damage.samples import Index, save


def test_recall_is_the_mean_over_the_limits_that_so_many_sound_samples_pass() -> None:
    sound, damaged = np.arange(100.0), np.array([99.5, 96.5, 50.0, 200.0])
    scores, flags = np.concatenate([sound, damaged]), np.arange(104) >= 100
    assert recall(scores, flags, (0.01,)) == 0.5
    assert recall(scores, flags, (0.05,)) == 0.75
    assert recall(scores, flags, (0.01, 0.05)) == 0.625


def test_the_share_with_the_best_recall_is_chosen_on_real_answers(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    save(tmp_path, samples(sources.mixed([(1.0, sources.drawn([]))], rng), rng, 16))
    found = chosen(default_models_dir() / "item-defects", Index.of(tmp_path))
    assert len(found.recalls) == len(SHARES)
    assert found.recalls[SHARES.index(found.share)] == max(found.recalls)
    assert -12 < found.usual < 12

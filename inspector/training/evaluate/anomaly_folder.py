"""The anomaly layout on disk: train/good, test/good, test/<defect>, and ground_truth/<defect> where there are masks."""

from dataclasses import dataclass
from pathlib import Path

from inspector.domain.errors import ConfigError
from inspector.training.evaluate.digests import contradictions
from inspector.training.evaluate.grouping import GroupOf, ungrouped
from inspector.training.evaluate.leaks import Member, Progress, find_leaks, leak_problems
from inspector.training.evaluate.pictures import SUFFIXES, pictures_in, read_mask, read_picture, unreadable
from inspector.training.evaluate.problem_list import shown

GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A picture to be scored: `defect` is None for a good one; `mask` is the file that shows the damage, if any."""

    path: Path
    defect: str | None
    mask: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyFolder:
    """What was found, all of it readable. `leaks` tells what train and test share, where that was allowed."""

    folder: Path
    train: tuple[Path, ...]
    probes: tuple[Probe, ...]
    leaks: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every picture and every mask."""
        masks = [probe.mask for probe in self.probes if probe.mask is not None]
        return (*self.train, *(probe.path for probe in self.probes), *masks)

    @property
    def has_masks(self) -> bool:
        """Every defective picture has a mask."""
        return all(probe.mask is not None for probe in self.probes if probe.defect is not None)


def read_anomaly_folder(
    folder: Path,
    *,
    group_of: GroupOf | None = None,
    allow_leaks: bool = False,
    progress: Progress | None = None,
) -> AnomalyFolder:
    """Look through `folder` and read every file. Raises one `ConfigError` that lists everything wrong.

    What train/good and test share (a picture, a look-alike, a group) is wrong too, unless it is allowed.
    """
    problems = [
        f"{part}: no such folder" for part in ("train/good", "test/good", "test") if not (folder / part).is_dir()
    ]
    train = pictures_in(folder / "train" / GOOD)
    good = pictures_in(folder / "test" / GOOD)
    for part, found in (("train/good", train), ("test/good", good)):
        if (folder / part).is_dir() and not found:
            problems.append(f"{part}: holds no picture")
    probes = [Probe(path=path, defect=None, mask=None) for path in good]
    defects = sorted(p for p in _folders(folder / "test") if p.name != GOOD)
    if (folder / "test").is_dir() and not defects:
        problems.append("test: holds no folder of defective pictures beside 'good'")
    for defect in defects:
        found = pictures_in(defect)
        if not found:
            problems.append(f"test/{defect.name}: holds no picture")
        probes += [Probe(path=p, defect=defect.name, mask=_mask_of(p, folder / "ground_truth")) for p in found]
    broken = unreadable([*train, *(probe.path for probe in probes)])
    problems += broken + _mask_problems(probes, folder)
    problems += ungrouped([*train, *(probe.path for probe in probes)], group_of)
    members = [_member(path, "train", group_of) for path in train]
    members += [_member(probe.path, "test", group_of) for probe in probes]
    if not broken:
        problems += contradictions([((probe.path,), probe.defect or GOOD) for probe in probes], folder)
    leaks = () if broken else find_leaks(members, folder, progress=progress)
    if problems or (leaks and not allow_leaks):
        raise ConfigError(str(folder), shown(problems) + ([] if allow_leaks else leak_problems(leaks)))
    return AnomalyFolder(folder=folder, train=tuple(train), probes=tuple(probes), leaks=leaks)


def _member(path: Path, split: str, group_of: GroupOf | None) -> Member:
    return Member(path=path, split=split, group=None if group_of is None else group_of(path))


def _folders(parent: Path) -> list[Path]:
    return [path for path in parent.iterdir() if path.is_dir()] if parent.is_dir() else []


def _mask_of(picture: Path, truth: Path) -> Path | None:
    names = (f"{picture.stem}_mask.png", f"{picture.stem}.png")
    return next((path for name in names if (path := truth / picture.parent.name / name).is_file()), None)


def _mask_problems(probes: list[Probe], folder: Path) -> list[str]:
    """Masks are all or none: figures over some of them would be of other pictures than the rest."""
    if not (folder / "ground_truth").is_dir():
        return []
    used = {_mask_of(probe.path, folder / "ground_truth") for probe in probes}
    problems = [
        f"{path.relative_to(folder)}: is the mask of no picture under test"
        for path in sorted((folder / "ground_truth").rglob("*"))
        if path.suffix.lower() in SUFFIXES and path not in used
    ]
    for probe in probes:
        if probe.defect is None:
            continue
        if probe.mask is None:
            problems.append(f"{probe.path}: has no mask under ground_truth/{probe.defect}")
            continue
        try:
            mask, picture = read_mask(probe.mask), read_picture(probe.path)
        except ConfigError as error:
            problems.append(f"{error.subject}: {'; '.join(error.problems)}")
            continue
        if mask.shape != picture.shape[:2]:
            problems.append(f"{probe.mask}: is {_size(mask.shape)}, its picture is {_size(picture.shape)}")
    return problems


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[1]} x {shape[0]}"

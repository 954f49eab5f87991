"""Pictures and groups that two splits share. A figure over them says what a model remembers, not what it can do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from inspector.domain.errors import ConfigError
from inspector.training.evaluate.fingerprint import (
    LEAST_IN_GROUPS,
    LEAST_LIKENESS,
    Fingerprint,
    fingerprint,
    lookalikes,
)
from inspector.training.evaluate.problem_list import shown

Progress = Callable[[int, int], None]

MOST_SHOWN = 20
REMEDY = "pictures that a model has seen flatter every figure: mend the split, or measure it knowingly (--allow-leaks)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A picture of a split. `group` is what repeats: a serial, a video; None where nobody said.

    `empty`: shows no object. An empty belt looks alike in every video, so these are compared by their digest alone.
    """

    path: Path
    split: str
    group: str | None = None
    empty: bool = False


def find_leaks(members: Sequence[Member], root: Path, *, progress: Progress | None = None) -> tuple[str, ...]:
    """One line for each case: a group, a picture, or two that look the same, in more than one split.

    Paths are told from `root`. Look-alikes within a split are no leak. Raises one `ConfigError` that lists every
    picture that can not be read. `progress(done, all)` is called after each picture.
    """
    prints, problems = [], []
    for number, member in enumerate(members, start=1):
        try:
            prints.append(fingerprint(member.path))
        except ConfigError as error:
            problems.append(f"{error.subject}: {'; '.join(error.problems)}")
        if progress is not None:
            progress(number, len(members))
    if problems:
        raise ConfigError(str(root), shown(problems))
    same = list(_same_files(members, prints, root))
    return (*_shared_groups(members), *same, *_alike(members, prints, root))


def leak_problems(leaks: Sequence[str]) -> list[str]:
    """The first cases, how many more, and what to do; nothing where there is no leak."""
    if not leaks:
        return []
    return [*shown([f"leak: {line}" for line in leaks], MOST_SHOWN), REMEDY]


def refuse_leaks(members: Sequence[Member], root: Path, *, remedy: str) -> None:
    """For training, which knows no exception. Raises one `ConfigError` that lists every case, then `remedy`."""
    leaks = find_leaks(members, root)
    if leaks:
        raise ConfigError(str(root), [*shown([f"leak: {line}" for line in leaks], MOST_SHOWN), remedy])


def _shared_groups(members: Sequence[Member]) -> Iterable[str]:
    counts: dict[str, dict[str, int]] = {}
    for member in members:
        if member.group is not None:
            of_it = counts.setdefault(member.group, {})
            of_it[member.split] = of_it.get(member.split, 0) + 1
    for group, of_it in sorted(counts.items()):
        if len(of_it) > 1:
            yield f"group {group!r} is in " + " and in ".join(f"{split} ({n})" for split, n in sorted(of_it.items()))


def _same_files(members: Sequence[Member], prints: Sequence[Fingerprint], root: Path) -> Iterable[str]:
    places: dict[str, list[Member]] = {}
    for member, seen in zip(members, prints, strict=True):
        places.setdefault(seen.digest, []).append(member)
    for of_it in places.values():
        if len({member.split for member in of_it}) > 1:
            yield "the same picture: " + ", ".join(_place(member, root) for member in of_it)


def _alike(members: Sequence[Member], prints: Sequence[Fingerprint], root: Path) -> Iterable[str]:
    """One line per picture of the later split, with its first look-alike."""
    of_split: dict[str, list[int]] = {}
    for number, member in enumerate(members):
        if not member.empty:
            of_split.setdefault(member.split, []).append(number)
    for seen, asked in combinations(of_split, 2):
        earlier = of_split[seen]
        pairs = lookalikes([prints[n] for n in of_split[asked]], [prints[n] for n in earlier])
        for row, likenesses in pairs.items():
            one = of_split[asked][row]
            near = [
                earlier[c]
                for c, likeness in likenesses.items()
                if likeness >= _least(members[one], members[earlier[c]])
            ]
            others = [other for other in near if prints[other].digest != prints[one].digest]
            if others:
                more = f" and {len(others) - 1} more" if len(others) > 1 else ""
                yield f"{_place(members[one], root)} looks the same as {_place(members[others[0]], root)}{more}"


def _least(one: Member, other: Member) -> float:
    return LEAST_LIKENESS if one.group is None or other.group is None else LEAST_IN_GROUPS


def _place(member: Member, root: Path) -> str:
    path = member.path
    told = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{told} ({member.split})"

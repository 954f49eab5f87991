"""From scores of items with known truth to a calibration file: limits, and on request the fusion with the scorer.

A fusion is fitted to some items and the limits come from others: a limit holds only for scores that were fixed before
its items were seen. The items to fit are people's answers where such are given, else a part of the set, drawn by a hash
of the item's name, so that the same file gives the same calibration. Answers give no limits: people are asked about
isolated items only, whose scores are high, damaged or not.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector.app.score_rows import ScoreRow, ScoreSet
from inspector.config.bundle import CalibrationTable
from inspector.config.calibration import CalibrationFile, FusionPart, FusionParts, LimitPart, LimitParts
from inspector.domain.beta import share_interval
from inspector.domain.conformal import Limit, Shortage, limit_of
from inspector.domain.earning import ALPHA, Earning, Review, deserving, evidence
from inspector.domain.errors import ConfigError
from inspector.domain.fusing import LEAST_PER_TRUTH, Unfitted, fit_fusion
from inspector.domain.fusion import Fusion, FusionTable


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionRequest:
    """`share` of the items fits, the rest makes the limits; with `reviewed` those fit, and all others make the limits.

    `prevalence` is the share of damaged items on the line. None leaves the odds as they are among the items that fit:
    right for answers about isolated items, which were chosen by their scores and not by their truth.
    """

    prevalence: float | None
    share: float = 0.5
    reviewed: ScoreSet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLimit:
    """A group's limit and what it catches: `caught` of `damaged` items, whose truth is known, score above it."""

    limit: Limit
    damaged: int
    caught: int

    @property
    def recall_ci(self) -> tuple[float, float]:
        """Exact 95 % interval of the recall."""
        return share_interval(self.caught, self.damaged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """The file to write, and what a person should know about it."""

    file: CalibrationFile
    limits: Mapping[str, GroupLimit]
    earnings: Mapping[str, Earning]
    votes: Mapping[str, float]
    notes: tuple[str, ...]


def calibrate(scores: ScoreSet, alpha: float, *, fuse: FusionRequest | None = None) -> Calibrated:
    """Raises `ConfigError` when not even all items together are enough for `alpha`, the parts are missing, or the
    items for the limits are answers about isolated ones.
    """
    _need_all_kinds(scores.rows)
    notes = []
    if scores.unjudged:
        notes.append(f"{scores.unjudged} items were not judged and are left out: the promise is for judged items")
    if scores.untold:
        notes.append(f"{scores.untold} items are left out: nobody could tell their truth")
    if not scores.models:
        notes.append("the scores do not tell which models made them: see to it that the same ones run")
    table, held = FusionTable(), scores.rows
    earnings: dict[str, Earning] = {}
    if fuse is not None:
        fitting, held, told = _parted(scores, fuse)
        table, earnings, fusion_notes = _fusions(fitting, fuse.prevalence)
        notes += told + fusion_notes
    judged = [(row, _score(row, table, fused=fuse is not None)) for row in held]
    limits, limit_notes = _limits(judged, alpha)
    notes += limit_notes
    scoring = {
        recipe: {name: digest for name, digest in parts.items() if fuse is None or name != "novelty"}
        for recipe, parts in scores.scoring.items()
    }
    file = CalibrationFile(
        alpha=alpha,
        limits=_limit_parts(limits),
        fusions=_fusion_parts(table),
        models=dict(scores.models),
        scoring=scoring,
        notes=tuple(notes),
    )
    votes = {fusion.group: fusion.novelty for fusion in _every(table)}
    return Calibrated(file=file, limits=limits, earnings=earnings, votes=votes, notes=tuple(notes))


def _parted(scores: ScoreSet, fuse: FusionRequest) -> tuple[Sequence[ScoreRow], tuple[ScoreRow, ...], list[str]]:
    """The items that fit, those that make the limits, and what was left out."""
    if fuse.reviewed is None:
        _need_parts(scores.rows)
        drawn = {id(row): _draw(row) < fuse.share for row in scores.rows}
        return (
            [row for row in scores.rows if drawn[id(row)]],
            tuple(row for row in scores.rows if not drawn[id(row)]),
            [],
        )
    reviewed = fuse.reviewed
    makers = [made for made in (reviewed.made_by, scores.made_by) if made]
    twice = {row.name for row in reviewed.rows} & {row.name for row in scores.rows} - {""}
    problems = [f"item {name!r} is reviewed and makes limits; one of them" for name in sorted(twice)]
    if len(set(makers)) > 1:
        problems.append(f"the reviewed items were scored by {makers[0]}, the others by {makers[1]}")
    if problems:
        raise ConfigError("reviewed items", problems)
    fitting = [row for row in reviewed.rows if row.detector is not None]
    _need_parts(fitting)
    _need_parts(scores.rows)
    bare = len(reviewed.rows) - len(fitting)
    left_out = [f"{bare} reviewed items have no `detector` and are left out"] if bare else []
    if reviewed.untold:
        left_out.append(f"{reviewed.untold} reviewed items are left out: nobody could tell their truth")
    return fitting, scores.rows, left_out


def groups_of(rows: Sequence[ScoreRow]) -> dict[str, list[ScoreRow]]:
    """`default` with all rows, then each material's and each SKU's."""
    groups: dict[str, list[ScoreRow]] = {"default": list(rows)}
    for family in ("material", "sku"):
        for name in sorted({getattr(row.identity, family) for row in rows} - {None}):
            groups[f"{family}:{name}"] = [row for row in rows if getattr(row.identity, family) == name]
    return groups


def _limits(judged: Sequence[tuple[ScoreRow, float]], alpha: float) -> tuple[dict[str, GroupLimit], list[str]]:
    score_of = {id(row): score for row, score in judged}
    limits: dict[str, GroupLimit] = {}
    notes = []
    for group, rows in groups_of([row for row, _ in judged]).items():
        found = limit_of([score_of[id(row)] for row in rows if not row.damaged], alpha, group=group)
        if isinstance(found, Shortage):
            if group == "default":
                raise ConfigError("no limit can promise that", [f"alpha {alpha:g}: {found}"])
            notes.append(f"{found}; {_instead(group, rows, limits)} counts for it")
            continue
        damaged = [score_of[id(row)] for row in rows if row.damaged]
        limits[group] = GroupLimit(limit=found, damaged=len(damaged), caught=sum(map(found.exceeded, damaged)))
        if found.threshold >= 1.0:
            notes.append(f"{group}: intact items score up to 1, so nothing would ever be isolated by its score")
    return limits, notes


def _instead(group: str, rows: Sequence[ScoreRow], limits: Mapping[str, GroupLimit]) -> str:
    """The limit that a group without its own is judged by: its material's, else the default."""
    material = _material_of(group, rows)
    return f"the limit of {material if material in limits else 'default'}"


def _material_of(group: str, rows: Sequence[ScoreRow]) -> str | None:
    """The group of a SKU's material; None for other groups, and for a SKU of none or several materials."""
    materials = {row.identity.material for row in rows} if group.startswith("sku:") else set()
    return f"material:{next(iter(materials))}" if len(materials) == 1 and None not in materials else None


def _fusions(rows: Sequence[ScoreRow], prevalence: float | None) -> tuple[FusionTable, dict[str, Earning], list[str]]:
    """Test every group that has enough of both truths, then fit each with or without the scorer's vote.

    A SKU has the vote that it or its material earned. All items together earn none where they name products: a product
    that nobody reviewed yet starts at 0.
    """
    groups = groups_of(rows)
    reviews = {group: [_review(row) for row in members] for group, members in groups.items()}
    enough = {
        group: items
        for group, items in reviews.items()
        if min(sum(r.damaged for r in items), sum(not r.damaged for r in items)) >= LEAST_PER_TRUTH
        and (group != "default" or len(reviews) == 1)
    }
    earnings = {group: evidence(items, group=group) for group, items in enough.items()}
    voters = deserving(earnings, alpha=ALPHA)
    fitted: dict[str, Fusion] = {}
    notes = []
    for group, items in reviews.items():
        vote = group in voters or _material_of(group, groups[group]) in voters
        found = fit_fusion(items, group=group, vote=vote, prevalence=prevalence or _share_of_damage(items))
        if isinstance(found, Unfitted):
            notes.append(f"{found}; no fusion of its own")
        else:
            fitted[group] = found
    table = FusionTable(
        default=fitted.get("default"),
        by_material={group.partition(":")[2]: f for group, f in fitted.items() if group.startswith("material:")},
        by_sku={group.partition(":")[2]: f for group, f in fitted.items() if group.startswith("sku:")},
    )
    return table, earnings, notes


def _share_of_damage(items: Sequence[Review]) -> float:
    """Within 0 … 1; where only one truth occurs nothing is fitted, whatever the share."""
    damaged = sum(review.damaged for review in items)
    return damaged / len(items) if 0 < damaged < len(items) else 0.5


def _score(row: ScoreRow, table: FusionTable, *, fused: bool) -> float:
    """The score as the policy will make it: without a fusion of its own an item has the detector's alone."""
    if not fused:
        return row.score
    detector = row.detector if row.detector is not None else 0.0
    fusion = table.for_item(row.identity)
    return detector if fusion is None else fusion(detector, row.p_value)


def _need_all_kinds(rows: Sequence[ScoreRow]) -> None:
    if answered := sum(row.answered for row in rows):
        why = f"{answered} items are people's answers about isolated items: a limit from them lets damage pass"
        instead = "give answers with --reviewed, and with --scores items as they come"
        raise ConfigError("no limit can come from answers", [why, instead])


def _need_parts(rows: Sequence[ScoreRow]) -> None:
    without = sum(row.detector is None for row in rows)
    problems = []
    if without:
        problems.append(f"{without} items have no `detector`: a fusion needs the parts of the score")
    if not any(row.p_value is not None for row in rows):
        problems.append("no item has a `p_value`: nothing was taught, so the scorer can not earn a vote")
    if problems:
        raise ConfigError("nothing to fuse", problems)


def _review(row: ScoreRow) -> Review:
    return Review(detector=row.detector if row.detector is not None else 0.0, p_value=row.p_value, damaged=row.damaged)


def _draw(row: ScoreRow) -> float:
    """A number within 0 … 1 that depends on the item's name alone, not on its scores."""
    text = repr((row.name, row.identity.sku, row.identity.material))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) / 2**48


def _limit_parts(limits: Mapping[str, GroupLimit]) -> LimitParts:
    parts = {group: LimitPart(threshold=one.limit.threshold, n=one.limit.n) for group, one in limits.items()}
    return LimitParts(
        default=parts["default"],
        material={group.partition(":")[2]: part for group, part in parts.items() if group.startswith("material:")},
        sku={group.partition(":")[2]: part for group, part in parts.items() if group.startswith("sku:")},
    )


def _fusion_parts(table: FusionTable) -> FusionParts:
    return FusionParts(
        default=None if table.default is None else _fusion_part(table.default),
        material={name: _fusion_part(one) for name, one in table.by_material.items()},
        sku={name: _fusion_part(one) for name, one in table.by_sku.items()},
    )


def _fusion_part(fusion: Fusion) -> FusionPart:
    table = fusion.calibration
    return FusionPart(
        intercept=fusion.intercept,
        detector=fusion.detector,
        novelty=fusion.novelty,
        shift=fusion.shift,
        n=fusion.n,
        calibration=None if table is None else CalibrationTable(scores=table.scores, probabilities=table.probabilities),
    )


def _every(table: FusionTable) -> list[Fusion]:
    own = [] if table.default is None else [table.default]
    return [*own, *table.by_material.values(), *table.by_sku.values()]

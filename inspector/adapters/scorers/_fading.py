"""The fading memories of one station: which correction is in force, what may enter, what another process forgot."""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from inspector.adapters._file_stem import file_stem
from inspector.adapters.scorers._fading_files import FadedFile, locked, read_faded, write_faded
from inspector.domain.anomaly import AnomalyScore
from inspector.domain.errors import InferenceError, StoreError
from inspector.domain.fading import F32, FadingRule, Heard, drift_of, entry, refused
from inspector.domain.utc import iso_ms
from inspector.ports.fading import Faded

log = logging.getLogger(__name__)

MOST_USED = 256  # in the RAM, 30 kB each
STALE_S = 60.0  # by so much the weights may be older than the clock
Stamp = tuple[int, int] | None  # of a file: when it was changed, and its inode; None where there is none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Golden:
    """Of a taught memory: what a fading one is measured by. `centre` (channels,) is the mean of all its patches."""

    reference: str
    camera: str
    sha256: str
    centre: F32 | None
    calibration: tuple[float, ...]


@dataclass(slots=True)
class _Used:
    """A file as it was read last; `stamp` tells whether it has changed since, `drift` is that of the time `at_s`."""

    stamp: Stamp
    file: FadedFile | None
    golden: Golden
    drift: F32 | None = None
    at_s: float = 0.0


class Fading:
    """Thread-safe. A memory that can not be read is none: the station then judges by what was taught alone."""

    def __init__(self, folder: Path, rule: FadingRule) -> None:
        """`folder` need not exist."""
        self._folder = folder
        self._rule = rule
        self._lock = threading.Lock()  # of the fields below; nothing but a file's time stamp is asked for under it
        self._changing = threading.Lock()
        self._used: OrderedDict[str, _Used] = OrderedDict()
        self._now_s = 0.0

    def drift(self, golden: Golden) -> F32 | None:
        """(channels,) what is to be taken from a view's vectors. Looks at a time stamp, reads a changed file."""
        path = self._path(golden.reference, golden.camera)
        stamp = _stamp(path)
        with self._lock:
            used = self._used.get(path.name)
            if used is not None and used.stamp == stamp and used.golden.sha256 == golden.sha256:
                self._used.move_to_end(path.name)
                if self._now_s - used.at_s > STALE_S:
                    self._weigh(used)
                return used.drift
        return self._use(path, _Used(stamp, None if stamp is None else _read(path), golden))

    def keep(self, score: AnomalyScore, golden: Golden, *, confirmed: bool, seen_utc: datetime) -> Heard:
        """See FadingMemory.follow."""
        look, centre, rule = score.look, golden.centre, self._rule
        if look is None or centre is None:
            return Heard.UNTAUGHT
        why = refused(score, look, golden.calibration, rule, confirmed=confirmed)
        if why is not None:
            return why
        new = entry(look, centre, seen_utc.timestamp(), rule.longest(golden.calibration))
        path = self._path(golden.reference, golden.camera)
        try:
            with self._changing, locked(self._folder):
                former = _read(path)
                items = former.items if former is not None and former.golden == golden.sha256 else ()
                file = FadedFile(
                    reference=golden.reference,
                    camera=golden.camera,
                    golden=golden.sha256,
                    items=(*items, new)[-rule.most_items :],
                )
                write_faded(path, file)
                stamp = _stamp(path)
        except OSError as error:
            raise StoreError(f"{path}: the fading memory can not be written: {error.strerror}") from error
        self._use(path, _Used(stamp, file, golden))
        return Heard.KEPT

    def refresh(self, now_utc: datetime) -> None:
        """See FadingMemory."""
        with self._lock:
            self._now_s = now_utc.timestamp()

    def faded(self, golden: dict[tuple[str, str], Golden], now_utc: datetime) -> tuple[Faded, ...]:
        """See FadingMemory; `golden` are the taught memories by product and camera."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                file = read_faded(path)
            except (InferenceError, OSError) as error:
                found.append(_unusable(path.stem, str(error)))
                continue
            found.append(self._described(file, golden.get((file.reference, file.camera)), now_utc.timestamp()))
        return tuple(found)

    def forget(self, reference: str | None, camera: str | None) -> tuple[tuple[str, str], ...]:
        """See FadingMemory. Where all are to go, damaged ones go too."""
        gone = []
        try:
            if not self._folder.is_dir():
                return ()
            with self._changing, locked(self._folder):
                for path in sorted(self._folder.glob("*.json")):
                    file = _read(path)
                    pair = (path.stem, "?") if file is None else (file.reference, file.camera)
                    meant = reference in {None, pair[0]} and camera in {None, pair[1]}
                    if meant or (
                        reference is not None and camera is not None and path == self._path(reference, camera)
                    ):
                        path.unlink()
                        gone.append(pair)
        except OSError as error:
            raise StoreError(f"{self._folder}: can not be cleared: {error.strerror}") from error
        return tuple(gone)

    def _use(self, path: Path, used: _Used) -> F32 | None:
        with self._lock:
            self._used[path.name] = used
            self._used.move_to_end(path.name)
            while len(self._used) > MOST_USED:
                self._used.popitem(last=False)
            self._weigh(used)
            return used.drift

    def _path(self, reference: str, camera: str) -> Path:
        return self._folder / f"{file_stem(reference, camera)}.json"

    def _weigh(self, used: _Used) -> None:
        """As of now; no drift also where the product was taught anew since, or another network made the vectors."""
        file, golden = used.file, used.golden
        used.drift, used.at_s = None, self._now_s
        if file is None or golden.centre is None or file.golden != golden.sha256:
            return
        if file.items[-1].away.shape != golden.centre.shape:
            return
        now_s = self._now_s or file.items[-1].seen_s
        used.drift = drift_of(file.items, now_s, self._rule.longest(golden.calibration), self._rule)

    def _described(self, file: FadedFile, golden: Golden | None, now_s: float) -> Faded:
        longest = 0.0 if golden is None else self._rule.longest(golden.calibration)
        problem = ""
        if golden is None:
            problem = "the product is not taught with this station's model"
        elif golden.sha256 != file.golden:
            problem = "the product was taught anew since: begins anew with the next good item"
        drift = None if problem else drift_of(file.items, now_s, longest, self._rule)
        return Faded(
            reference=file.reference,
            camera=file.camera,
            items=len(file.items),
            newest_utc=iso_ms(datetime.fromtimestamp(file.items[-1].seen_s, UTC)),
            drift=0.0 if drift is None else float(np.linalg.norm(drift)),
            longest=longest,
            problem=problem,
        )


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _read(path: Path) -> FadedFile | None:
    try:
        return read_faded(path)
    except FileNotFoundError:
        return None
    except InferenceError as error:
        log.warning("a fading memory is not used: %s", error)
        return None


def _unusable(name: str, problem: str) -> Faded:
    return Faded(reference=name, camera="?", items=0, newest_utc="", drift=0.0, longest=0.0, problem=problem)

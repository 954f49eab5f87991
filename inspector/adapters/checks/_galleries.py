"""Galleries of golden pictures, one per camera: looked at before an item asks for them, kept from start to start."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from inspector.adapters._feature_network import FeatureNetwork
from inspector.adapters._golden_keys import GoldenKeys
from inspector.domain.errors import InferenceError, StoreError
from inspector.domain.frame import RgbImage
from inspector.domain.golden import Golden
from inspector.domain.item import Identity
from inspector.ports.clock import Clock
from inspector.ports.golden import GoldenStore
from inspector.vision.gallery import EMBEDDING, F32, Gallery, embedding

log = logging.getLogger(__name__)

MOST_FILES: Final = 4000  # products and cameras, some 12 kB each
FIRST_WAIT_NS: Final = 5_000_000_000  # before damaged pictures are looked at again; doubled each time up to the longest
LONGEST_WAIT_NS: Final = 60_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Damaged:
    """Why the pictures of `digest` could not be looked at, how often they were, and when they may be again."""

    digest: str
    why: str
    looks: int
    again_ns: int

    def stands(self, digest: str, now_ns: int) -> bool:
        """Whether that is still all there is to say."""
        return self.digest == digest and now_ns < self.again_ns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Seen:
    """What one camera's gallery was made of: the digest of each product's pictures. None: too few products.

    `damaged` holds the products whose pictures could not be looked at.
    """

    digests: dict[str, str]
    damaged: dict[str, _Damaged]
    gallery: Gallery | None

    def due(self, sku: str, digest: str, now_ns: int) -> bool:
        """Whether there is something to look at: other pictures than before, or damaged ones that waited."""
        damaged = self.damaged.get(sku)
        return self.digests.get(sku) != digest and not (damaged and damaged.stands(digest, now_ns))


class Galleries:
    """Thread-safe.

    After `prepare` no caller of `of` waits for pictures to be looked at: what was taught since is looked at in a thread
    of its own, one at a time, and items are compared with what was known before until that is done. Where nobody
    prepared (a command that judges files), the first to ask looks, and the others wait for it.

    Pictures that turn out damaged are looked at again when others take their place, and from time to time, since they
    may be mended under the same name: after 5 s, 10 s, 20 s … at most each minute. `prepare` looks in any case.
    """

    def __init__(
        self, network: FeatureNetwork, golden: GoldenStore, keys: GoldenKeys, *, least_pictures: int, clock: Clock
    ) -> None:
        self._network, self._golden, self._keys = network, golden, keys
        self._least_pictures = least_pictures
        self._now_ns = clock.monotonic_ns
        self._lock = threading.Lock()  # of the fields below
        self._looking = threading.Lock()  # held while pictures are looked at; taken before `_lock`
        self._seen: dict[str, _Seen] = {}
        self._prepared = False
        self._thread: threading.Thread | None = None
        self._failed: Exception | None = None

    def prepare(self) -> None:
        """Look at whatever is new. Raises `InferenceError`; pictures that can not be read are left out, with a warning.

        Of pictures that were looked at before, by any process, none is read.
        """
        self._look_at_all(wait=False)
        with self._lock:
            self._prepared = True

    def keep(self, golden: Golden) -> None:
        """Look at these pictures for whoever prepares next. Raises `InferenceError`."""
        self._embeddings(golden.digest, lambda: golden.images)

    def of(self, camera: str, sku: str) -> Gallery | None:
        """What `camera` sees of `sku` and of the others; None where `sku` was not taught, or too few were.

        Raises `StoreError` where the pictures of `sku` can not be read, `InferenceError` where the last look at
        new pictures failed.
        """
        digest = self._golden.digest(Identity(sku=sku), camera)
        if digest is None:
            return None
        seen = self._seen.get(camera)
        if seen is None or seen.due(sku, digest, self._now_ns()):
            seen = self._before_the_news(camera) if self._prepared else self._with_the_news(camera, sku, digest)
        if seen is not None and sku in seen.damaged:
            raise StoreError(seen.damaged[sku].why)
        return None if seen is None else seen.gallery

    def settle(self, timeout_s: float) -> bool:
        """Wait until no thread looks at pictures; False where one still does."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
        return thread is None or not thread.is_alive()

    def look(self, image: RgbImage) -> F32:
        """(2 * channels,) float32: how a crop looks. Raises `InferenceError`."""
        rows, columns = self._network.grid
        return embedding(self._network.features(image), rows, columns)

    def _with_the_news(self, camera: str, sku: str, digest: str) -> _Seen:
        with self._looking:
            seen = self._seen.get(camera)
            return self._look(camera) if seen is None or seen.due(sku, digest, self._now_ns()) else seen

    def _before_the_news(self, camera: str) -> _Seen | None:
        with self._lock:
            failed = self._failed
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look_again, name="golden-looks", daemon=True)
                self._thread.start()
            if failed is not None:
                raise InferenceError(f"golden pictures could not be looked at: {failed}") from failed
            return self._seen.get(camera)

    def _look_again(self) -> None:
        """The thread's. Whatever fails is every later item's doubt until a look succeeds."""
        failed: Exception | None = None
        try:
            self._look_at_all()
        except Exception as error:  # told to the next item, which is then NO_DECISION
            log.exception("golden pictures could not be looked at")
            failed = error
        with self._lock:
            self._failed = failed

    def _look_at_all(self, *, wait: bool = True) -> None:
        with self._looking:
            for camera in sorted({camera for _, camera in self._golden.pairs()}):
                self._look(camera, wait=wait)

    def _look(self, camera: str, *, wait: bool = True) -> _Seen:
        """With `_looking` held. Where nothing is new, nothing is done. `wait`: damaged pictures have their time."""
        digests: dict[str, str] = {}
        damaged: dict[str, _Damaged] = {}
        looks: dict[str, F32] = {}
        before = self._seen.get(camera)
        taught = self._taught(camera)
        if before is not None and before.digests == taught:
            return before
        for sku, digest in taught.items():
            former = None if before is None else before.damaged.get(sku)
            if wait and former is not None and former.stands(digest, self._now_ns()):
                damaged[sku] = former
                continue
            try:
                looks[sku] = self._embeddings(digest, partial(self._pictures, sku, camera, digest))
                digests[sku] = digest
            except StoreError as error:  # one product's trouble: the others are compared without it
                log.warning("left out of the comparison: %s", error, extra={"camera": camera, "sku": sku})
                damaged[sku] = self._damaged(digest, str(error), former)
        same = before if before is not None and before.digests == digests else None  # all that is new is damaged still
        gallery = self._gallery(looks) if same is None else same.gallery
        seen = _Seen(digests=digests, damaged=damaged, gallery=gallery)
        with self._lock:
            self._seen[camera] = seen
        log.info("looked at golden pictures", extra={"camera": camera, "products": len(looks)})
        return seen

    def _damaged(self, digest: str, why: str, former: _Damaged | None) -> _Damaged:
        looks = 1 if former is None or former.digest != digest else former.looks + 1
        wait_ns = min(FIRST_WAIT_NS * 2 ** min(looks - 1, 8), LONGEST_WAIT_NS)
        return _Damaged(digest=digest, why=why, looks=looks, again_ns=self._now_ns() + wait_ns)

    def _gallery(self, looks: Mapping[str, F32]) -> Gallery | None:
        enough = {sku: look for sku, look in looks.items() if len(look) >= self._least_pictures}
        return Gallery(enough) if len(enough) > 1 else None

    def _taught(self, camera: str) -> dict[str, str]:
        """SKU -> digest of what `camera` was taught."""
        found = {}
        for sku in (sku for sku, which in self._golden.pairs() if which == camera):
            digest = self._golden.digest(Identity(sku=sku), camera)
            if digest is not None:
                found[sku] = digest
        return found

    def _pictures(self, sku: str, camera: str, digest: str) -> Sequence[RgbImage]:
        """Raises `StoreError`, also where they were just replaced: what they look like is another digest's."""
        golden = self._golden.find(Identity(sku=sku), camera)
        if golden is None or golden.digest != digest:
            raise StoreError(f"the golden pictures of {sku!r} are being replaced")
        return golden.images

    def _embeddings(self, digest: str, pictures: Callable[[], Sequence[RgbImage]]) -> F32:
        """(pictures, 2 * channels) float32; by the pictures' digest, the network's and what is made of its features."""
        return self._keys.get(
            f"{digest[:32]}-{self._network.bundle.manifest.sha256[:16]}-{EMBEDDING}",
            2 * self._network.output.channels,
            lambda: np.stack([self.look(image) for image in pictures()]),
        )

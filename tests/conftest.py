"""Makes `tests.support`, the parts that several test files share, importable wherever pytest is started from."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.line_pki import Pki, make_pki
from tests.support.mosquitto import Mosquitto
from tests.support.shipped_broker import shipped_broker

# Where bytecode is not kept, each worker, and every program that a test starts, compiles everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Beside other workers, the threads of numpy's products wait for each other in a tight loop. Read when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How long one example takes says how busy the machine is, not whether the code is right. The same examples every time:
# a fault that is found by chance blames whoever happens to run the check. `--hypothesis-profile search` looks further.
_settings = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("same-every-time", _settings, derandomize=True)
hypothesis.settings.register_profile("search", _settings, max_examples=2000)
hypothesis.settings.load_profile("same-every-time")

MosquittoMaker = Callable[..., Mosquitto]


MOSTLY_WAITING = ("/tests/integration/", "/tests/e2e/", "_program.py")  # for a belt, a broker, a process


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait are dealt out evenly among those that compute, so that no core is ever idle; none comes last."""
    files = list(dict.fromkeys(item.path for item in items))
    waiting = [file for file in files if any(part in str(file) for part in MOSTLY_WAITING)]
    computing = [file for file in files if file not in set(waiting)]
    place = {file: n / len(waiting) * 0.9 for n, file in enumerate(waiting)}
    place |= {file: n / len(computing) for n, file in enumerate(computing)}
    items.sort(key=lambda item: place[item.path])


@pytest.fixture
def make_mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MosquittoMaker]:
    """Makes brokers that are not running yet; all are stopped after the test."""
    made: list[Mosquitto] = []

    def make(**options: object) -> Mosquitto:
        made.append(Mosquitto(tmp_path_factory.mktemp("mosquitto"), **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for broker in made:
        broker.stop()


@pytest.fixture
def mosquitto(make_mosquitto: MosquittoMaker) -> Mosquitto:
    """A running broker of this test's own, open to all."""
    return make_mosquitto().start()


@pytest.fixture(scope="session")
def shared_mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    """One running broker for tests that leave it alone; keep apart by the station's name."""
    broker = Mosquitto(tmp_path_factory.mktemp("mosquitto")).start()
    yield broker
    broker.stop()


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    """Certificates for the line of the shipped ACL."""
    return make_pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def secure_broker(pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a broker with the shipped configuration and ACL; it is `localhost`, as in its certificate."""
    with shipped_broker(tmp_path_factory.mktemp("shipped"), pki) as port:
        yield port

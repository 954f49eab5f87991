"""The HTTP service: answers, tokens, ports, and an end without leftovers."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inspector.app.http_service import HttpService, Sources
from inspector.app.service import _token
from inspector.config.sections import HttpSection
from inspector.domain.errors import StartupError

TOKEN = "0123456789abcdef0123"  # noqa: S105 - of this test only


def sources(*, unready: tuple[str, ...] = ()) -> Sources:
    return Sources(
        unready=lambda: unready,
        state=lambda: {"pack": "EXECUTE"},
        metrics=lambda: b"x 1\n",
        items=lambda limit: [{"rid": "r"}] * min(limit, 3),
        item=lambda rid: {"rid": rid} if rid == "known" else None,
        picture=lambda rid, name: ("image/png", b"png") if (rid, name) == ("known", "top.png") else None,
        live=lambda camera: b"jpeg" if camera == "top" else None,
    )


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    service = HttpService(sources(), host="127.0.0.1", port=0, token=None)
    service.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{service.port}", timeout=20) as client:
        yield client
    service.stop()


def test_each_address_answers(web: httpx.Client) -> None:
    assert web.get("/healthz").json() == {"ok": True}
    assert web.get("/readyz").json() == {"ready": True, "reasons": []}
    assert web.get("/metrics").text == "x 1\n"
    assert web.get("/state").json() == {"pack": "EXECUTE"}
    assert len(web.get("/items?limit=2").json()) == 2
    assert web.get("/items/known").json() == {"rid": "known"}
    assert web.get("/items/known/top.png").headers["content-type"] == "image/png"
    assert web.get("/live/top.jpg").content == b"jpeg"


@pytest.mark.parametrize("path", ["/items/none", "/items/known/side.png", "/live/side.jpg", "/live/side.mjpg", "/none"])
def test_what_is_not_there_is_404(web: httpx.Client, path: str) -> None:
    assert web.get(path).status_code == 404


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "x", ""])
def test_a_wrong_limit_is_400(web: httpx.Client, limit: str) -> None:
    assert web.get(f"/items?limit={limit}").status_code == 400


def test_the_stream_gives_one_picture_after_the_other(web: httpx.Client) -> None:
    with web.stream("GET", "/live/top.mjpg") as stream:
        seen = b""
        for chunk in stream.iter_bytes():
            seen += chunk
            if seen.count(b"--frame") >= 2:
                break
    assert seen.startswith(b"--frame\r\nContent-Type: image/jpeg")


def test_not_ready_is_503_with_every_reason() -> None:
    service = HttpService(sources(unready=("SUSPENDED", "plc: gone")), host="127.0.0.1", port=0, token=None)
    service.start()
    answer = httpx.get(f"http://127.0.0.1:{service.port}/readyz", timeout=20)
    service.stop()
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["SUSPENDED", "plc: gone"]


def test_with_a_token_nothing_is_told_without_it() -> None:
    service = HttpService(sources(), host="127.0.0.1", port=0, token=TOKEN)
    service.start()
    base = f"http://127.0.0.1:{service.port}"
    refused = [
        httpx.get(f"{base}{path}", headers=headers, timeout=20).status_code
        for path in ("/healthz", "/items/known/top.png", "/none")
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN})
    ]
    accepted = httpx.get(f"{base}/healthz", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=20).status_code
    service.stop()
    assert set(refused) == {401}
    assert accepted == 200


def test_a_port_in_use_says_which_and_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        service = HttpService(sources(), host="127.0.0.1", port=port, token=None)
        with pytest.raises(StartupError, match=f"{port}.*http.port"):
            service.start()


def test_it_ends_without_a_thread() -> None:
    before = threading.active_count()
    service = HttpService(sources(), host="127.0.0.1", port=0, token=None)
    service.start()
    httpx.get(f"http://127.0.0.1:{service.port}/healthz", timeout=20)
    service.stop()
    service.stop()
    assert threading.active_count() <= before


def test_beyond_loopback_a_token_is_needed(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="not loopback"):
        _token(HttpSection(host="0.0.0.0"))  # noqa: S104 - that is what is refused
    with pytest.raises(StartupError, match="No such file"):
        _token(HttpSection(token_file=tmp_path / "none"))
    short = tmp_path / "short"
    short.write_text("abc")
    with pytest.raises(StartupError, match="fewer than 16"):
        _token(HttpSection(token_file=short))
    good = tmp_path / "good"
    good.write_text(TOKEN + "\n")
    assert _token(HttpSection(host="0.0.0.0", token_file=good)) == TOKEN  # noqa: S104
    assert _token(HttpSection(host="::1")) is None

"""The HTTP service: answers, tokens, ports, and an end without leftovers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import CONTENT_TYPE_LATEST

from inspector.app.http_address import http_token
from inspector.app.http_service import MOST_STREAMS, HttpService, Sources
from inspector.config.sections import HttpSection
from inspector.domain.errors import StartupError, StoreError

TOKEN = "0123456789abcdef0123"  # noqa: S105 - of this test only


ITEMS: list[dict[str, Any]] = [{"number": number, "rid": f"r{number}"} for number in range(5, 0, -1)]


def items(limit: int, before: int | None) -> list[dict[str, Any]]:
    return [item for item in ITEMS if before is None or item["number"] < before][:limit]


def sources(*, unready: tuple[str, ...] = (), **changes: Any) -> Sources:
    base = Sources(
        unready=lambda: unready,
        state=lambda: {"pack": "EXECUTE"},
        metrics=lambda: b"x 1\n",
        items=items,
        item=lambda rid: {"rid": rid} if rid == "known" else None,
        picture=lambda rid, name: ("image/png", b"png") if (rid, name) == ("known", "top.png") else None,
        live=lambda camera: b"jpeg" if camera == "top" else None,
    )
    return replace(base, **changes)


@contextmanager
def serving(given: Sources, *, token: str | None = None) -> Iterator[httpx.Client]:
    service = HttpService(given, host="127.0.0.1", port=0, token=token)
    service.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{service.port}", timeout=20) as client:
            yield client
    finally:
        service.stop()


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    with serving(sources()) as client:
        yield client


def test_each_address_answers(web: httpx.Client) -> None:
    assert web.get("/healthz").json() == {"ok": True}
    assert web.get("/readyz").json() == {"ready": True, "reasons": []}
    assert web.get("/metrics").text == "x 1\n"
    assert web.get("/state").json() == {"pack": "EXECUTE"}
    assert len(web.get("/items?limit=2").json()) == 2
    assert web.get("/escapes?limit=50").json() == {"total": 0, "complaints": []}
    assert [web.get(f"/escapes?limit={limit}").status_code for limit in ("0", "51", "x")] == [400, 400, 400]
    assert web.get("/items/known").json() == {"rid": "known"}
    assert web.get("/items/known/top.png").headers["content-type"] == "image/png"
    assert web.get("/live/top.jpg").content == b"jpeg"


@pytest.mark.parametrize("path", ["/items/none", "/items/known/side.png", "/live/side.jpg", "/live/side.mjpg", "/none"])
def test_what_is_not_there_is_404(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-1", "limit=1001", "limit=x", "limit=", "limit=²", "before=0", "before=1e3", "before="]
)
def test_a_wrong_number_is_400(web: httpx.Client, query: str) -> None:
    answer = web.get(f"/items?{query}")
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0] in answer.json()["error"]


def test_nothing_can_be_changed_over_http(web: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = web.request(method, "/items")
        assert answer.status_code == 405
        assert answer.json()["error"]


def test_all_items_can_be_read_page_by_page(web: httpx.Client) -> None:
    read, address = [], "/items?limit=2"
    while address:
        answer = web.get(address)
        read += [item["number"] for item in answer.json()]
        address = answer.links["next"]["url"] if "next" in answer.links else ""
    assert read == [5, 4, 3, 2, 1]


def test_metrics_are_announced_in_the_format_that_they_have(web: httpx.Client) -> None:
    assert web.get("/metrics").headers["content-type"] == CONTENT_TYPE_LATEST


def test_a_store_that_can_not_be_read_is_503_and_says_why() -> None:
    def fail(*_: object) -> Any:
        raise StoreError("evidence r1: can not be read")

    with serving(sources(items=fail, item=fail, picture=fail)) as client:
        for path in ("/items", "/items/r1", "/items/r1/top.png"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.json() == {"error": "evidence r1: can not be read"}
        assert client.get("/healthz").status_code == 200


def read_until(client: httpx.Client, path: str, end: bytes) -> bytes:
    seen = b""
    with client.stream("GET", path) as stream:
        for chunk in stream.iter_bytes():
            seen += chunk
            if end in seen:
                break
    return seen


def test_the_stream_gives_one_frame_after_the_other_and_each_once() -> None:
    fed: list[bytes] = [b"one", b"one", b"one", b"two"]
    with serving(sources(live=lambda _: fed.pop(0) if len(fed) > 1 else fed[0])) as client:
        seen = read_until(client, "/live/top.mjpg", b"two")
    assert seen.startswith(b"--frame\r\nContent-Type: image/jpeg\r\n\r\none\r\n")
    assert seen.count(b"one") == 1


def test_streams_are_limited_and_given_back() -> None:
    with serving(sources()) as client, ExitStack() as watching:
        address, chunks = client.base_url, []
        for _ in range(MOST_STREAMS):
            viewer = watching.enter_context(httpx.Client(base_url=address, timeout=20))
            stream = watching.enter_context(viewer.stream("GET", "/live/top.mjpg"))
            chunks.append(stream.iter_bytes())  # an iterator that is dropped would end its stream
            assert next(chunks[-1])
        refused = client.get("/live/top.mjpg")
        assert refused.status_code == 503
        assert "/live/top.jpg" in refused.json()["error"]
        assert client.get("/live/top.jpg").status_code == 200
        watching.close()
        for _ in range(100):
            with client.stream("GET", "/live/top.mjpg") as stream:
                if stream.status_code == 200:
                    return
        pytest.fail("no stream was given back")


def test_it_ends_in_time_although_somebody_watches() -> None:
    service = HttpService(sources(), host="127.0.0.1", port=0, token=None)
    service.start()
    with (
        httpx.Client(timeout=20) as client,
        client.stream("GET", f"http://127.0.0.1:{service.port}/live/top.mjpg") as stream,
    ):
        chunks = stream.iter_bytes()
        assert next(chunks)
        thread = service._thread
        assert thread is not None
        service.stop()
        assert not thread.is_alive()


def test_not_ready_is_503_with_every_reason() -> None:
    with serving(sources(unready=("SUSPENDED", "plc: gone"))) as client:
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": ["SUSPENDED", "plc: gone"]}


def test_with_a_token_nothing_is_told_without_it() -> None:
    with serving(sources(), token=TOKEN) as client:
        for path in ("/healthz", "/items/known/top.png", "/live/top.mjpg", "/metrics", "/none"):
            for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
                answer = client.get(path, headers=headers)
                assert answer.status_code == 401
                assert answer.json() == {"error": "a bearer token is needed"}
        given = {"Authorization": f"Bearer {TOKEN}"}
        assert client.get("/healthz", headers=given).status_code == 200
        assert client.get("/healthz", headers=given | {"Host": "station-7.example"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((own, 200) for own in ("localhost", "LOCALHOST:8077", "127.0.0.1:1", "[::1]:80", "[::1]")),
        *((foreign, 403) for foreign in ("evil.example", "evil.example:8077", "127.0.0.1.evil.example", "")),
    ],
)
def test_without_a_token_a_foreign_name_for_this_machine_is_refused(web: httpx.Client, name: str, status: int) -> None:
    assert web.get("/healthz", headers={"Host": name}).status_code == status


def test_a_port_in_use_says_which_and_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        service = HttpService(sources(), host="127.0.0.1", port=port, token=None)
        with pytest.raises(StartupError, match=rf"127.0.0.1:{port}: .*another program.*http\.port"):
            service.start()
        service.stop()


def test_two_services_do_not_share_a_port(web: httpx.Client) -> None:
    second = HttpService(sources(), host="127.0.0.1", port=web.base_url.port or 0, token=None)
    with pytest.raises(StartupError, match="another program"):
        second.start()


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_this_machine_does_not_have_says_so(host: str) -> None:
    with pytest.raises(StartupError, match=r"http\.host"):
        HttpService(sources(), host=host, port=0, token=TOKEN).start()


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
        http_token(HttpSection(host="0.0.0.0"))  # noqa: S104 - that is what is refused
    with pytest.raises(StartupError, match="No such file"):
        http_token(HttpSection(token_file=tmp_path / "none"))
    short = tmp_path / "short"
    short.write_text("abc")
    with pytest.raises(StartupError, match="fewer than 16"):
        http_token(HttpSection(token_file=short))
    good = tmp_path / "good"
    good.write_text(TOKEN + "\n")
    assert http_token(HttpSection(host="0.0.0.0", token_file=good)) == TOKEN  # noqa: S104
    assert http_token(HttpSection(host="::1")) is None

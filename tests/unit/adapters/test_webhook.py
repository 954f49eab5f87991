"""The webhook against a real server on this machine: what is sent, what each answer means, what is never told."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from inspector.adapters.clocks.manual import Config as ClockConfig
from inspector.adapters.clocks.manual import build as build_clock
from inspector.adapters.exports import webhook
from inspector.domain.errors import ExportError, StartupError
from inspector.domain.notice import NoticeAnswer, NoticeOutcome
from tests.support.line_pki import make_pki
from tests.support.wms_server import WmsServer, wms_server

TAKEN, REFUSED, FAILED = NoticeOutcome.TAKEN, NoticeOutcome.REFUSED, NoticeOutcome.FAILED
SECRET, TOKEN = "correct horse battery staple", "token-of-the-warehouse"
CLOCK = build_clock(ClockConfig())


def sent(server: WmsServer, body: bytes = b"{}", /, **options: Any) -> NoticeAnswer:
    config = webhook.Config(**{"url": server.url(), **options})
    return webhook.build(config, clock=CLOCK).deliver("key-1", body)


def secret_files(folder: Path) -> dict[str, Path]:
    (folder / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    return {"secret_file": folder / "secret", "token_file": folder / "token"}


def test_a_notice_is_signed_named_and_carries_its_token(tmp_path: Path) -> None:
    body = json.dumps({"caja": "r"}).encode()
    with wms_server() as server:
        answer = sent(server, body, url=server.url("/hook?site=1"), **secret_files(tmp_path))
        (post,) = server.posts
    assert answer == NoticeAnswer(outcome=TAKEN)
    assert (post.path, post.body, post.key) == ("/hook?site=1", body, "key-1")
    assert post.headers["authorization"] == f"Bearer {TOKEN}"
    assert post.headers["content-type"] == "application/json"
    moment = post.headers["webhook-timestamp"]
    assert int(moment) == int(CLOCK.utc().timestamp())
    signed = hmac.new(SECRET.encode(), b"key-1." + moment.encode() + b"." + body, hashlib.sha256).digest()
    assert post.headers["webhook-signature"] == f"v1,{base64.b64encode(signed).decode()}"
    assert post.headers["webhook-id"] == "key-1"


def test_a_key_in_base64_is_the_bytes_that_it_stands_for(tmp_path: Path) -> None:
    """The example of the specification's own libraries."""
    (tmp_path / "k").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", encoding="utf-8")
    with wms_server() as server:
        sent(server, b"x", secret_file=tmp_path / "k")
        (post,) = server.posts
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = hmac.new(key, f"key-1.{post.headers['webhook-timestamp']}.x".encode(), hashlib.sha256).digest()
    assert post.headers["webhook-signature"] == f"v1,{base64.b64encode(signed).decode()}"


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "why", "retry_after_s"),
    [
        (200, {}, TAKEN, "", None),
        (202, {}, TAKEN, "", None),
        (400, {}, REFUSED, "refused", None),
        (409, {}, REFUSED, "refused", None),
        (422, {}, REFUSED, "refused", None),
        (401, {}, FAILED, "denied", None),
        (404, {}, FAILED, "status", None),
        (500, {}, FAILED, "server", None),
        (503, {"Retry-After": "120"}, FAILED, "server", 120.0),
        (429, {"Retry-After": "Tue, 01 Jan 2030 00:00:30 GMT"}, FAILED, "throttled", 30.0),
        (429, {"Retry-After": "soon"}, FAILED, "throttled", None),
        (429, {"Retry-After": "-5"}, FAILED, "throttled", None),
    ],
)
def test_what_each_answer_means(
    status: int, headers: dict[str, str], outcome: NoticeOutcome, why: str, retry_after_s: float | None
) -> None:
    with wms_server() as server:
        server.answer = lambda _: (status, headers, b"")
        answer = sent(server)
    assert (answer.outcome, answer.why, answer.retry_after_s) == (outcome, why, retry_after_s)
    assert str(status) in answer.detail or outcome is TAKEN


def test_a_redirect_is_not_followed_and_said() -> None:
    with wms_server() as server:
        server.answer = lambda _: (307, {"Location": server.url("/elsewhere")}, b"")
        answer = sent(server)
        assert [post.path for post in server.posts] == ["/hook"]
    assert (answer.outcome, answer.why) == (FAILED, "redirect")
    assert "not followed" in answer.detail


def test_what_a_server_says_of_us_is_shown_without_our_secrets(tmp_path: Path) -> None:
    with wms_server() as server:
        server.answer = lambda post: (400, {}, f"bad\n\x1b[31m sku; you sent {post.headers['authorization']}".encode())
        answer = sent(server, **secret_files(tmp_path))
    assert "sku; you sent Bearer ***" in answer.detail
    assert TOKEN not in answer.detail
    assert answer.detail.isprintable()


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_a_server_that_does_not_come_to_an_end_is_left_in_time(how: str) -> None:
    with wms_server() as server:
        setattr(server, how, True)
        answer = sent(server, timeout_s=0.2)
        assert len(server.posts) == 1
    assert (answer.outcome, answer.why) == (FAILED, "timeout")


def test_stop_breaks_off_what_is_under_way() -> None:
    with wms_server() as server:
        server.hang = True
        export = webhook.build(webhook.Config(url=server.url(), timeout_s=60), clock=CLOCK)
        answers: list[NoticeAnswer] = []
        thread = threading.Thread(target=lambda: answers.append(export.deliver("key-1", b"{}")))
        thread.start()
        server.wait(1)
        began = time.monotonic()
        export.stop()
        thread.join(30)
        assert time.monotonic() - began < 30
        assert answers[0].outcome is FAILED
        assert export.deliver("key-2", b"{}").why == "stopped"
        assert len(server.posts) == 1


def test_nobody_there_and_no_http_are_said() -> None:
    with socket.create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
    refused = webhook.build(webhook.Config(url=f"http://localhost:{port}/"), clock=CLOCK).deliver("k", b"{}")
    assert (refused.outcome, refused.why) == (FAILED, "connection")
    assert f"localhost:{port}" in refused.detail
    with wms_server() as server:
        server.answer = lambda _: (204, {"X\r\nno colon": ""}, b"")
        unknown = webhook.build(webhook.Config(url="http://host.invalid/"), clock=CLOCK).deliver("k", b"{}")
    assert (unknown.outcome, unknown.why) == (FAILED, "connection")


def test_only_a_server_with_a_certificate_of_the_authority_is_told(tmp_path: Path) -> None:
    pki = make_pki(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.path("broker.crt"), pki.path("broker.key"))
    with wms_server(tls=context) as server:
        url = server.url(scheme="https")
        trusted = webhook.build(webhook.Config(url=url, ca=Path(pki.path("ca.crt"))), clock=CLOCK)
        assert trusted.deliver("k", b"{}").outcome is TAKEN
        assert "TLS" in trusted.reach()
        stranger = webhook.build(webhook.Config(url=url), clock=CLOCK)
        other_name = webhook.build(
            webhook.Config(url=url.replace("localhost", "127.0.0.1"), ca=Path(pki.path("ca.crt"))), clock=CLOCK
        )
        for untrusting in (stranger, other_name):
            answer = untrusting.deliver("k", b"{}")
            assert (answer.outcome, answer.why) == (FAILED, "tls")
            assert "not trusted" in answer.detail
            with pytest.raises(ExportError, match="not trusted"):
                untrusting.reach()
        assert len(server.posts) == 1, "nothing was told to a server that is not trusted, and reach tells nothing"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"url": "ftp://a/b"}, "https:// or http://"),
        ({"url": "https:///b"}, "name a host"),
        ({"url": "https://ana:pin@a/b"}, "no user or password"),
        ({"url": "https://a:99999/b"}, "no address"),
        ({"url": "https://a/b\r\nX: y"}, "without spaces"),
        ({"url": "http://a/", "ca": "ca.crt"}, "not https"),
        ({"url": "http://a/", "timeout_s": 0}, "timeout_s"),
        ({"url": "http://a/", "password": "x"}, "password"),
    ],
)
def test_a_config_that_makes_no_sense_is_refused(options: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        webhook.Config(**options)


def test_all_files_that_can_not_be_used_are_listed_and_none_is_shown(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("hunter2", encoding="utf-8")
    (tmp_path / "lines").write_text("sixteen-characters\nand-more", encoding="utf-8")
    (tmp_path / "no.crt").write_text("no certificate", encoding="utf-8")
    config = webhook.Config(
        url="https://a/", secret_file=tmp_path / "short", token_file=tmp_path / "lines", ca=tmp_path / "no.crt"
    )
    with pytest.raises(StartupError) as refused:
        webhook.build(config, clock=CLOCK)
    text = str(refused.value)
    assert all(part in text for part in ("secret_file: ", "fewer than 16", "token_file: ", "one line", "ca: "))
    assert not any(secret in text for secret in ("hunter2", "and-more"))


def test_a_secret_that_is_gone_later_fails_the_attempt_and_a_new_one_is_taken(tmp_path: Path) -> None:
    files = secret_files(tmp_path)
    with wms_server() as server:
        export = webhook.build(webhook.Config(url=server.url(), token_file=files["token_file"]), clock=CLOCK)
        files["token_file"].unlink()
        answer = export.deliver("k", b"{}")
        assert (answer.outcome, answer.why, server.posts) == (FAILED, "secret", [])
        files["token_file"].write_text("another-token-by-now", encoding="utf-8")
        assert export.deliver("k", b"{}").outcome is TAKEN
        assert server.posts[0].headers["authorization"] == "Bearer another-token-by-now"


def test_production_wants_https_and_a_secret() -> None:
    assert len(webhook.insecure(webhook.Config(url="http://wms.example/"))) == 2
    assert len(webhook.insecure(webhook.Config(url="http://127.0.0.1/"))) == 1
    assert webhook.insecure(webhook.Config(url="https://wms.example/", token_file=Path("t"))) == []

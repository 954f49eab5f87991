"""The chat endpoint: what is asked, and that whatever it answers ends in an answer or in one error, in time."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.explainers import none, openai_chat
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import ExplainerError, StartupError
from inspector.ports.explainer import Explainer, Question
from tests.support.wms_server import Post, WmsServer, wms_server

KEY = "sk-a-secret-of-the-station"
QUESTION = Question(system="be brief", text="F1: «x»", schema={"type": "object"})


@pytest.fixture
def server() -> Iterator[WmsServer]:
    with wms_server() as running:
        yield running


def asking(server: WmsServer, folder: Path, **options: object) -> Explainer:
    (folder / "key").write_text(KEY + "\n")
    section = {"kind": "openai_chat", "url": server.url("/v1/"), "model": "m", "key_file": str(folder / "key")}
    written = AdapterSection.model_validate(section | {"timeout_s": 20.0} | options)
    made: Explainer = registry.build("explainers", written, clock=manual.build(manual.Config()))
    return made


def chat(content: object, **message: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content} | message}]}).encode()


def body(post: Post) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(post.body)
    return found


def test_it_asks_in_the_protocols_form_and_gives_the_answer_back(server: WmsServer, tmp_path: Path) -> None:
    server.answer = lambda _: (200, {}, chat("said"))
    explainer = asking(server, tmp_path)
    assert explainer.explain(QUESTION) == "said"
    assert explainer.model == "m at localhost"
    explainer.explain(Question(system="s", text="t", pictures=(b"\xff\xd8jpeg",)))
    plain, pictured = server.wait(2)
    assert (plain.path, plain.headers["authorization"]) == ("/v1/chat/completions", f"Bearer {KEY}")
    asked = body(plain)
    assert [one["content"] for one in asked["messages"]] == ["be brief", "F1: «x»"]
    assert asked["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert (asked["model"], asked["max_tokens"], asked["temperature"], asked["stream"]) == ("m", 1500, 0, False)
    text, picture = body(pictured)["messages"][1]["content"]
    assert text == {"type": "text", "text": "t"}
    assert base64.b64decode(picture["image_url"]["url"].partition("base64,")[2]) == b"\xff\xd8jpeg"


def test_an_endpoint_that_knows_no_schema_is_asked_once_more_without(server: WmsServer, tmp_path: Path) -> None:
    server.answer = lambda post: (
        (400, {}, b"response_format is not supported") if "response_format" in body(post) else (200, {}, chat("said"))
    )
    assert asking(server, tmp_path).explain(QUESTION) == "said"
    assert len(server.posts) == 2
    assert asking(server, tmp_path, structured=False, key_file=None).explain(QUESTION) == "said"
    assert "authorization" not in server.posts[2].headers


@pytest.mark.parametrize(
    ("status", "said", "why"),
    [
        (500, b"out of memory", "answers 500: out of memory"),
        (401, b"wrong key sk-a-secret-of-the-station", r"answers 401: wrong key \*\*\*$"),
        (429, b"", "answers 429$"),
        (200, b"<html>a proxy's page</html>", "no chat completion"),
        (200, b"[]", "no chat completion"),
        (200, b'{"choices": []}', "no chat completion"),
        (200, b"[" * 100_000, "no chat completion"),
        (200, chat(None), "answer is empty"),
        (200, chat(" "), "answer is empty"),
        (200, chat(None, refusal="no"), "refused to answer"),
        (200, chat("x" * 20_000), "larger than 10000 bytes"),
    ],
)
def test_what_is_no_answer_is_one_error_without_the_key(
    server: WmsServer, tmp_path: Path, status: int, said: bytes, why: str
) -> None:
    server.answer = lambda _: (status, {}, said)
    options = {"most_answer_bytes": 10_000} if len(said) < 50_000 else {}
    with pytest.raises(ExplainerError, match=why) as caught:
        asking(server, tmp_path, **options).explain(QUESTION)
    assert KEY not in str(caught.value)


def test_a_redirect_is_not_followed_and_the_key_goes_nowhere(server: WmsServer, tmp_path: Path) -> None:
    with wms_server() as elsewhere:
        server.answer = lambda _: (307, {"Location": elsewhere.url("/v1/chat/completions")}, b"")
        with pytest.raises(ExplainerError, match="answers 307: a redirect, which is not followed"):
            asking(server, tmp_path).explain(QUESTION)
        assert elsewhere.posts == []


@pytest.mark.parametrize("way", ["hang", "drip"])
def test_one_that_hangs_or_dribbles_is_left_in_time(server: WmsServer, tmp_path: Path, way: str) -> None:
    setattr(server, way, True)
    with pytest.raises(ExplainerError, match=r"no answer within 0\.3 s|no answer in time"):
        asking(server, tmp_path, timeout_s=0.3).explain(QUESTION)


def test_nobody_there_and_parts_of_an_answer(server: WmsServer, tmp_path: Path) -> None:
    server.answer = lambda _: (200, {}, chat([{"type": "text", "text": "in "}, {"type": "text", "text": "parts"}]))
    assert asking(server, tmp_path).explain(QUESTION) == "in parts"
    with wms_server() as gone:
        url = gone.url("/v1")
    with pytest.raises(ExplainerError, match="refused"):
        asking(server, tmp_path, url=url).explain(QUESTION)
    with pytest.raises(ExplainerError, match="no language model is configured"):
        none.build(none.Config(), clock=manual.build(manual.Config())).explain(QUESTION)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"url": "ftp://x/v1"}, "must begin with https"),
        ({"url": "https://u:p@x/v1"}, "no user, password"),
        ({"url": "https://x/v1?key=1"}, "no user, password"),
        ({"url": "http://elsewhere.example/v1"}, "clear text"),
        ({"url": "http://localhost:99999/v1"}, "no address"),
        ({"model": ""}, "model"),
        ({"key_file": "/nowhere/key"}, "key_file: /nowhere/key: No such file"),
        ({"ca": "/nowhere/ca.pem"}, "means nothing for an address that is not https"),
        ({"temprature": 1}, "temprature"),
    ],
)
def test_options_that_can_not_be_used_stop_the_start(
    server: WmsServer, tmp_path: Path, options: dict[str, object], why: str
) -> None:
    with pytest.raises(StartupError, match=why):
        asking(server, tmp_path, **options)


def test_two_lines_are_no_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n{KEY}")
    config = openai_chat.Config(url="https://x/v1", model="m", key_file=tmp_path / "key")
    with pytest.raises(StartupError, match="one line of ASCII") as caught:
        openai_chat.build(config, clock=manual.build(manual.Config()))
    assert KEY not in str(caught.value)

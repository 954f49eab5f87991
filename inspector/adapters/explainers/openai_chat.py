"""A language model behind any endpoint that speaks OpenAI's chat completions: hosted, or vLLM, llama.cpp or Ollama."""

import base64
import json
import ssl
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, field_validator, model_validator

from inspector.adapters._http_address import http_address
from inspector.adapters._http_connection import printable
from inspector.adapters.explainers._bounded_post import Answer, post
from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import ExplainerError, StartupError
from inspector.domain.host_name import is_this_machine
from inspector.ports.clock import Clock
from inspector.ports.explainer import Question

_UNKNOWN_FORM = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_IMPLEMENTED})


class Config(AdapterConfig):
    """Options of the endpoint. The key is in a file, never in this one."""

    url: str = Field(
        title="Address", description="Base of the API, as in `http://127.0.0.1:8000/v1`; elsewhere only `https://`."
    )
    model: str = Field(min_length=1, max_length=128, title="Model", description="As the endpoint calls it.")
    key_file: Path | None = Field(
        default=None, title="Key file", description="File with the API key: one line. Read anew for each case."
    )
    ca: Path | None = Field(
        default=None, title="Authority", description="PEM file of the server's authority; default: the system's."
    )
    timeout_s: float = Field(default=60, gt=0, le=600, title="Time-out", description="Seconds that a case may take.")
    most_tokens: int = Field(default=1500, ge=100, le=20_000, title="Tokens", description="Longest answer.")
    most_answer_bytes: int = Field(
        default=1_000_000, ge=1000, le=50_000_000, title="Largest answer", description="More is no answer."
    )
    structured: bool = Field(
        default=True,
        title="Structured",
        description="Ask for JSON by schema; an endpoint that refuses is asked once more without.",
    )

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        told = "must hold no user, password, ? or #; the key is in key_file"
        if urlsplit(http_address(url, instead=told)).query:
            raise ValueError(told)
        return url.rstrip("/")

    @model_validator(mode="after")
    def _pictures_travel_encrypted(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme == "http" and not is_this_machine(parts.hostname or ""):
            raise ValueError("url: pictures and key travel in clear text; only this machine may be asked by http://")
        if self.ca is not None and parts.scheme != "https":
            raise ValueError("ca: means nothing for an address that is not https")
        return self


def build(config: Config, *, clock: Clock) -> "OpenAiChat":
    """Read the files once. Raises `StartupError` that lists all that can not be used."""
    del clock
    problems = []
    try:
        _key(config.key_file)
    except ExplainerError as error:
        problems.append(f"key_file: {error}")
    try:
        context = ssl.create_default_context(cafile=config.ca)
    except (OSError, ssl.SSLError) as error:
        problems.append(f"ca: {config.ca}: {error.strerror or error}")
    if problems:
        raise StartupError("explainer", problems)
    return OpenAiChat(config, context)


class OpenAiChat:
    """See Explainer. A connection for each question."""

    def __init__(self, config: Config, context: ssl.SSLContext) -> None:
        self._config, self._tls = config, context
        self._url: SplitResult = urlsplit(config.url + "/chat/completions")

    @property
    def model(self) -> str:
        """See Explainer."""
        return f"{self._config.model} at {self._url.hostname}"

    def explain(self, question: Question) -> str:
        """See Explainer."""
        key = _key(self._config.key_file)
        structured = self._config.structured
        answer = self._ask(question, key, structured=structured)
        if structured and answer.status in _UNKNOWN_FORM:
            answer = self._ask(question, key, structured=False)
        if answer.status != HTTPStatus.OK:
            raise ExplainerError(_refusal(answer, key))
        return _content(answer.body)

    def _ask(self, question: Question, key: str, *, structured: bool) -> Answer:
        headers = {"Content-Type": "application/json", "User-Agent": "edge-inspector", "Connection": "close"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return post(
            self._url,
            headers,
            json.dumps(self._body(question, structured=structured)).encode(),
            timeout_s=self._config.timeout_s,
            most_bytes=self._config.most_answer_bytes,
            tls=self._tls,
        )

    def _body(self, question: Question, *, structured: bool) -> dict[str, Any]:
        content: Any = question.text  # a plain text where there are no pictures: models without eyes know no other
        if question.pictures:
            content = [{"type": "text", "text": question.text}]
            for picture in question.pictures:
                address = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
                content.append({"type": "image_url", "image_url": {"url": address}})
        body: dict[str, Any] = {
            "model": self._config.model,
            "messages": [{"role": "system", "content": question.system}, {"role": "user", "content": content}],
            "max_tokens": self._config.most_tokens,
            "temperature": 0,
            "stream": False,
        }
        if structured:
            form = {"name": "claims", "strict": True, "schema": dict(question.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return body


def _content(body: bytes) -> str:
    """The text of the first choice. Raises `ExplainerError` for what is no chat completion."""
    try:
        message = json.loads(body)["choices"][0]["message"]
        content = message["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ExplainerError("the answer is no chat completion") from None
    if isinstance(content, list):  # some endpoints answer in parts
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        refused = message.get("refusal") if isinstance(message, dict) else None
        raise ExplainerError("the model refused to answer" if refused else "the model's answer is empty")
    return content


def _refusal(answer: Answer, key: str) -> str:
    """Status, and the beginning of what was said, without our key."""
    said = printable(answer.body[:4096], [key.encode()] if key else [])
    if 300 <= answer.status < 400:
        return f"the endpoint answers {answer.status}: a redirect, which is not followed"
    return f"the endpoint answers {answer.status}{f': {said}' if said else ''}"


def _key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ExplainerError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ExplainerError(f"{path}: is not UTF-8 text") from None
    if not text or not (text.isascii() and text.isprintable()) or " " in text:
        raise ExplainerError(f"{path}: one line of ASCII without spaces, please")
    return text

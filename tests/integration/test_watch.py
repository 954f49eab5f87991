"""`inspector watch`: what ends it, besides the person who started it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from typer.testing import CliRunner

from inspector.app.cli.main import app
from inspector.domain.errors import BusError
from tests.support.mosquitto import Mosquitto

TOPIC = "fc/v1/demo/l1/st01/status"


@pytest.fixture
def talkative(mosquitto: Mosquitto) -> Iterator[Mosquitto]:
    """A broker that has one retained message for whoever comes."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.connect(mosquitto.host, mosquitto.port)
    client.loop_start()
    client.publish(TOPIC, b"news", qos=1, retain=True).wait_for_publish(10)
    yield mosquitto
    client.disconnect()
    client.loop_stop()


def watching(broker: Mosquitto, *, stdout: int) -> "subprocess.Popen[str]":
    """The program, writing there."""
    code = "import sys; sys.argv[0] = 'inspector'; from inspector.app.cli.main import main; main()"
    words = [sys.executable, "-c", code, "watch", "--port", str(broker.port)]
    return subprocess.Popen(words, stdout=stdout, stderr=subprocess.PIPE, text=True)


def test_it_ends_quietly_when_nobody_reads_any_more(talkative: Mosquitto) -> None:
    read, write = os.pipe()
    os.close(read)  # as `head` does when it has seen enough
    program = watching(talkative, stdout=write)
    os.close(write)
    try:
        _, said = program.communicate(timeout=60)
    finally:
        program.kill()
    assert (program.returncode, said) == (0, "")


def test_a_full_disk_ends_it_with_one_message(talkative: Mosquitto) -> None:
    with Path("/dev/full").open("w") as full:
        program = watching(talkative, stdout=full.fileno())
    try:
        _, said = program.communicate(timeout=60)
    finally:
        program.kill()
    assert program.returncode == 3
    assert "No space left on device" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("words", ["fc/#/x", "fc/v1+/x", "fc/x#", "", "fc/\0", "fc/\udcff"])
def test_what_is_no_topic_filter_is_refused_before_it_connects(words: str) -> None:
    said = CliRunner().invoke(app, ["watch", words, "--port", "9"])
    assert said.exit_code == 2
    assert "is no topic filter" in " ".join(said.stderr.split())


@pytest.mark.parametrize("words", ["fc/v1/#", "fc/v1/+/+/st07/item/#", "+/status", TOPIC])
def test_a_topic_filter_is_not(words: str) -> None:
    said = CliRunner().invoke(app, ["watch", words, "--port", "9"])
    assert isinstance(said.exception, BusError)
    assert "no broker answers" in str(said.exception)

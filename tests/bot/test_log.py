"""What is logged, in which form, and what never is."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agent.incidents import keep_incidents
from bot.log import TextLines, json_lines, set_up_logging
from bot.redaction import redaction

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWsQ1x"  # noqa: S105 - a made-up one
PASSWORD = 'pa"ss\\wörd'  # noqa: S105 - likewise


@contextmanager
def bare() -> Iterator[logging.Logger]:
    """The root logger as a process begins with it, put back afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("discord", "aiohttp")}
    root.handlers = []
    try:
        yield root
    finally:
        root.handlers = before
        root.setLevel(level)
        for name, old in levels.items():
            logging.getLogger(name).setLevel(old)


def entry(message: str, error: Exception | None = None, **extra: object) -> logging.LogRecord:
    trouble = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("plumbline", logging.ERROR, "file.py", 1, message, (), trouble)
    record.__dict__.update(extra)
    return record


def raised(text: str) -> Exception:
    try:
        int(text)
    except ValueError as error:
        return error
    raise AssertionError(text)


def test_a_line_of_json_has_its_fields_and_no_other() -> None:
    line = json.loads(json_lines(redaction(())).format(entry("it broke", incident="ab12", text="hello")))
    assert line.keys() == {"time", "level", "logger", "message", "incident"}
    assert (line["level"], line["logger"], line["message"], line["incident"]) == (
        "error", "plumbline", "it broke", "ab12",
    )  # fmt: skip


@pytest.mark.parametrize("secret", [TOKEN, PASSWORD])
def test_a_logged_exception_that_holds_a_secret_does_not_show_it(secret: str) -> None:
    """Neither in the message nor in the traceback, in either form, nor in the file of an incident."""
    record = entry(f"login with {secret} failed", raised(secret))
    for lines in (TextLines(redaction([secret])), json_lines(redaction([secret]))):
        line = lines.format(record)
        assert secret not in line
        assert json.dumps(secret)[1:-1] not in line
        assert "invalid literal" in line


def test_an_incident_is_kept_without_the_secret(tmp_path: Path) -> None:
    incident = keep_incidents(tmp_path, surface="discord", redact=redaction([PASSWORD]))(raised(PASSWORD))
    kept = (tmp_path / f"discord-{incident}.txt").read_text(encoding="utf-8")
    assert PASSWORD not in kept
    assert "Traceback" in kept


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"token {TOKEN}.", "token [secret]."),
        (f"Authorization: Bot {TOKEN}", "Authorization: Bot [secret]"),
        (
            "POST /webhooks/123/aW50ZXJhY3Rpb246MTIz/messages/@original",
            "POST /webhooks/123/[secret]/messages/@original",
        ),
        ("POST /interactions/9/abc.def-g/callback", "POST /interactions/9/[secret]/callback"),
        ("postgresql://plumb:hunter2@host/desk", "postgresql://plumb:[secret]@host/desk"),
        ("key sk-ant-api03-abcdefghijklmnop", "key [secret]"),
        ("IWM closed at 244.5 on 2025-09-26; see bot/serving/work.py:12", None),
    ],
)
def test_what_looks_like_a_secret_is_taken_out_and_the_rest_stays(text: str, left: str | None) -> None:
    assert redaction(())(text) == (text if left is None else left)


@given(st.lists(st.text(min_size=6, max_size=20), max_size=4), st.lists(st.text(max_size=15), max_size=5))
def test_no_secret_survives_wherever_it_stands(secrets: list[str], words: list[str]) -> None:
    text = "\n".join(word + secret for word, secret in zip(words, secrets, strict=False))
    marked = redaction(secrets)(text)
    assert all(secret not in marked.replace("[secret]", "\0") for secret in secrets)


def test_the_library_is_quiet_about_what_people_write(capsys: pytest.CaptureFixture[str]) -> None:
    """Even when everything else is logged; its warnings come through."""
    with bare():
        set_up_logging("debug", form="json", secrets=[TOKEN])
        logging.getLogger("discord.http").debug("a message's text")
        logging.getLogger("discord.gateway").info("connected")
        logging.getLogger("discord.client").warning("rate limited, %s", TOKEN)
        logging.getLogger("plumbline").debug("ours")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["message"] for line in lines] == ["rate limited, [secret]", "ours"]

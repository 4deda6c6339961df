"""The process that reads PDF and HTML knows nothing of ours and is bounded."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from knowledge.documents import Limits
from knowledge.documents.child import read_in_child
from knowledge.errors import Refused

ROOT = Path(__file__).resolve().parents[3]


def run(script: str, limits: Limits, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", script, json.dumps(asdict(limits))],
        input=b"words",
        capture_output=True,
        cwd=ROOT,
        env=env,
        check=False,
        timeout=60,
    )


SERVE = """
from knowledge.documents.child import serve
from knowledge.documents.pieces import Piece, Reading
from knowledge.types import BlockKind
def read(data, limits):
    {body}
    return Reading((Piece(BlockKind.PARAGRAPH, {text}),))
serve(read)
"""


def test_the_child_inherits_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parent's variables, secrets among them, do not reach the process that meets the document."""
    seen: list[dict[str, str]] = []
    real = subprocess.run

    def watched(*args: object, **kwargs: object) -> object:
        seen.append(dict(kwargs["env"]))  # type: ignore[call-overload]
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setenv("PLUMB_TOKEN", "secret")
    monkeypatch.setattr(subprocess, "run", watched)
    read_in_child("knowledge.documents.web_worker", b"<html><p>words", Limits())
    assert seen == [{}] if sys.platform != "win32" else set(seen[0]) == {"SYSTEMROOT"}


@pytest.mark.skipif(sys.platform == "win32", reason="no bounds there but time")
def test_the_child_cannot_write_files_and_has_its_bounds() -> None:
    body = (
        "import resource as r; b = [r.getrlimit(x)[0] for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)]"
    )
    done = run(SERVE.format(body=body, text="str(b)"), Limits(seconds=7.5))
    assert json.loads(done.stdout)["pieces"][0]["text"] == "[1000000000, 8, 0]"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("raise KeyError('a secret of the document')", "broken"),
        ("bytearray(10**12)", "more than 1,000 MB of memory"),
        ("f = lambda: f(); f()", "broken"),
    ],
)
def test_whatever_a_parser_raises_becomes_a_sentence_of_ours(body: str, says: str) -> None:
    done = run(SERVE.format(body=body, text="''"), Limits())
    refused = json.loads(done.stdout)["refused"]
    assert says in refused
    assert "secret" not in refused


def test_a_child_that_dies_without_an_answer_is_a_refusal() -> None:
    with pytest.raises(Refused, match="broken"):
        read_in_child("knowledge.documents.no_such_module", b"", Limits())


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_a_child_killed_by_the_system_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], -9, b"")

    monkeypatch.setattr(subprocess, "run", killed)
    with pytest.raises(Refused, match="The system stopped"):
        read_in_child("knowledge.documents.web_worker", b"", Limits())


def test_importing_the_package_loads_no_parser() -> None:
    script = (
        "import sys, knowledge.documents\n"
        "print(sorted({'bs4', 'pypdf', 'markdown_it', 'charset_normalizer', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=dict(os.environ),
    )
    assert done.stdout.strip() == "[]"

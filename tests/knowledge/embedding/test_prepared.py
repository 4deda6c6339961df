"""What is in the cache is whole and verified, or is not believed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.embedding.prepared import Prepared

MODEL = b"a model of a few bytes"


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    return Prepared(tmp_path / "cache" / "model-1")


def write(path: Path) -> None:
    path.write_bytes(MODEL)


def beside(prepared: Prepared) -> set[str]:
    """What is in the cache but the model and its lock."""
    return {path.name for path in prepared.folder.parent.iterdir()} - {"model-1", "model-1.lock"}


def test_a_made_model_is_sound_and_is_not_made_again(prepared: Prepared) -> None:
    assert not prepared.is_sound()
    prepared.make(write)
    assert prepared.is_sound()
    assert prepared.onnx.read_bytes() == MODEL

    def again(_path: Path) -> None:
        raise AssertionError("made twice")

    prepared.make(again)
    assert beside(prepared) == set()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(MODEL[:-1]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(MODEL[:-1] + b"x"),
        lambda path: path.unlink(),
        lambda path: path.with_name("model.onnx.sha256").unlink(),
        lambda path: path.with_name("model.onnx.sha256").write_bytes(b"\xff\xfe"),
    ],
    ids=["truncated", "empty", "one byte", "gone", "digest gone", "digest garbled"],
)
def test_damage_is_noticed_and_replaced(prepared: Prepared, damage: Callable[[Path], object]) -> None:
    prepared.make(write)
    damage(prepared.onnx)
    assert not prepared.is_sound()
    prepared.make(write)
    assert prepared.is_sound()
    assert beside(prepared) == set()


def test_a_model_that_is_refused_is_not_put_in_place(prepared: Prepared) -> None:
    def refused(path: Path) -> None:
        write(path)
        raise ValueError("not the same vectors")

    with pytest.raises(ValueError, match="not the same"):
        prepared.make(refused)
    assert not prepared.folder.exists()
    assert beside(prepared) == set()


def test_what_a_killed_process_left_is_removed(prepared: Prepared) -> None:
    left = prepared.folder.with_name("model-1.0123456789ab.partial")
    other = prepared.folder.with_name("another-1.0123456789ab.partial")
    for folder in (left, other):
        folder.mkdir(parents=True)
        (folder / "model.onnx").write_bytes(MODEL[:5])
    prepared.make(write)
    assert beside(prepared) == {other.name}


def test_who_comes_at_once_waits_for_the_first(prepared: Prepared) -> None:
    made = []

    def slowly(path: Path) -> None:
        made.append(path)
        time.sleep(0.05)  # the others are there by now
        write(path)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: prepared.make(slowly), range(6)))
    assert len(made) == 1
    assert prepared.is_sound()


def test_another_version_or_other_weights_are_another_folder(tmp_path: Path) -> None:
    assert Prepared.in_cache(tmp_path).folder.name == "all-MiniLM-L6-v2-53aa5117-1"

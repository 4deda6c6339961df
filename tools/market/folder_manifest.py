"""What a data folder says it holds: its manifest.toml, checked key by key.

Without a manifest every `SYMBOL.csv` of the folder is a table of daily bars.
"""

import tomllib
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from tools.errors import SettingsError
from tools.market.symbols import is_symbol

_NAME = "manifest.toml"
_HOLE = "{symbol}"


def _inside(text: str) -> str:
    path = PurePosixPath(text)
    if not text or path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text:
        raise ValueError(
            "a path must be relative to the manifest and stay in its folder, with / between parts"
        )
    return text


def _template(text: str) -> str:
    if text.count(_HOLE) != 1 or _HOLE not in PurePosixPath(text).name:
        raise ValueError("a path must have {symbol} once, in the file's name")
    return text


def _upper(text: str) -> str:
    if not is_symbol(text):
        raise ValueError(f"{text!r} is not a symbol in upper case")
    return text


FilePath = Annotated[str, AfterValidator(_inside)]
Template = Annotated[str, AfterValidator(_inside), AfterValidator(_template)]
Symbol = Annotated[str, AfterValidator(_upper)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BarFiles(_Table):
    """`[bars]` or `[intraday]`: one CSV per symbol."""

    path: Template | None = None
    files: dict[Symbol, FilePath] = Field(default_factory=dict)
    """Files whose names are not the symbol."""


class PanelFile(_Table):
    """`[[panels]]`: a wide Parquet table of adjusted closes, column `date`, one column per member."""

    universe: str
    file: FilePath
    membership_date: date
    membership: FilePath | None = None
    """The full list, when it is longer than the columns; without it the columns are the list."""


class DatedList(_Table):
    """A list of members whose file does not say its date."""

    file: FilePath
    as_of: date


class Manifest(_Table):
    """Everything a data folder can hold."""

    bars: BarFiles = BarFiles()
    intraday: BarFiles = BarFiles()
    panels: tuple[PanelFile, ...] = ()
    rates: dict[str, FilePath] = Field(default_factory=dict)
    universe: dict[str, FilePath | DatedList] = Field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder, or the one that stands for a bare folder of CSV files.

    Raises:
        SettingsError: No such folder, nothing in it, or a manifest with a fault; names the key.
    """
    if not folder.is_dir():
        raise SettingsError(f"The data folder {folder} does not exist.")
    path = folder / _NAME
    if not path.is_file():
        if not any(folder.glob("*.csv")):
            raise SettingsError(f"The data folder {folder} has neither a {_NAME} nor a CSV file.")
        return Manifest(bars=BarFiles(path=f"{_HOLE}.csv"))
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}.") from error


def files_of(folder: Path, tables: BarFiles) -> dict[str, Path]:
    """Symbol -> file, of the files that are there; found by listing, never by putting a symbol in a path."""
    named = {symbol: folder / file for symbol, file in tables.files.items()}
    found: dict[str, Path] = {}
    if tables.path is not None:
        template = PurePosixPath(tables.path)
        before, after = template.name.split(_HOLE)
        claimed = {path.resolve() for path in named.values()}
        for path in sorted((folder / template.parent).glob("*")):
            name = path.name
            symbol = name[len(before) : len(name) - len(after)].upper()
            fits = name.startswith(before) and name.endswith(after) and is_symbol(symbol)
            if fits and path.is_file() and path.resolve() not in claimed:
                found[symbol] = path
    return found | {symbol: path for symbol, path in named.items() if path.is_file()}

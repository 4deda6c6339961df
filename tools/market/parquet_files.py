"""Bars as Parquet files, one per symbol and interval, each with a hash of its own content.

A file is replaced in one step, so a reader sees the old or the new one, whoever is killed; two processes
that write at once leave one of their two files, and the next update mends what the other had more.
"""

import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tools.bars import COLUMNS, Audit, Bars, Interval
from tools.errors import BadData
from tools.market.atomic import remove_partial, write_whole
from tools.market.gate import validate

_META = b"plumbline"
_SEAL = b"plumbline.seal"
_TIME = "time"
_STALE_PARTIAL = 3600.0
_UNREADABLE = (pa.ArrowException, OSError, KeyError, ValueError, TypeError, BadData)


class Status(NamedTuple):
    """One stored file."""

    symbol: str
    interval: Interval
    first: date
    last: date
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file holds.

    Attributes:
        bars: As they were saved.
        checked: When the source was last asked for what is newer.
    """

    bars: Bars
    checked: datetime


class ParquetFiles:
    """The files of a folder; it is made with the first file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._swept = False

    def path(self, symbol: str, interval: Interval) -> Path:
        """Where a symbol's bars are.

        The interval in the name also keeps tickers such as CON and PRN from being device names on Windows.
        """
        return self._folder / f"{quote(symbol, safe='')}_{interval}.parquet"

    def load(self, symbol: str, interval: Interval) -> Stored | None:
        """What is stored, or None where nothing is or the file is damaged (it will be replaced)."""
        path = self.path(symbol, interval)
        try:
            # opened once: a file replaced between two openings would be read as a mixture
            with path.open("rb") as file:
                table = pq.ParquetFile(file).read(use_threads=False)
            about = _about(table.schema)
            if (about["symbol"], about["interval"]) != (symbol, interval):
                return None
            bars = validate(
                _frame(table),
                symbol=symbol,
                interval=interval,
                source=about["source"],
                simulated=about["simulated"],
            )
            audit = Audit(about["rows_in"], about["dropped"], tuple(about["warnings"]))
            checked = datetime.fromisoformat(about["checked"])
        except _UNREADABLE:
            return None
        return Stored(replace(bars, audit=audit), checked) if bars.digest == about["digest"] else None

    def save(self, bars: Bars, checked: datetime) -> None:
        """Keep bars, unless another process has kept newer ones in the meantime."""
        path = self.path(bars.symbol, bars.interval)
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._swept:
            remove_partial(self._folder, checked.timestamp() - _STALE_PARTIAL)
            self._swept = True
        # what the gate makes of the file when it is read must be what is hashed now
        again = validate(
            bars.frame(),
            symbol=bars.symbol,
            interval=bars.interval,
            source=bars.source,
            simulated=bars.simulated,
        )
        about = {
            "symbol": bars.symbol,
            "interval": bars.interval,
            "source": bars.source,
            "simulated": bars.simulated,
            "digest": again.digest,
            "checked": checked.isoformat(),
            "first": _day(bars.index[0]),
            "last": _day(bars.index[-1]),
            "rows_in": bars.audit.rows_in,
            "dropped": dict(bars.audit.dropped),
            "warnings": list(bars.audit.warnings),
        }
        if (there := self._about(path)) and there["last"] > about["last"]:
            return
        frame = again.frame().rename_axis(_TIME).reset_index()
        table = pa.Table.from_pandas(frame, preserve_index=False)
        text = json.dumps(about).encode()
        table = table.replace_schema_metadata({_META: text, _SEAL: _seal(text)})
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression="zstd")
        write_whole(path, buffer.getvalue())

    def set_aside(self, symbol: str, interval: Interval) -> None:
        """Keep a file out of use under another name; it is not deleted."""
        path = self.path(symbol, interval)
        about = self._about(path) or {}
        path.replace(path.with_suffix(f".{about.get('last', 'unknown')}.superseded"))

    def status(self) -> Iterator[Status]:
        """Every readable file, by name."""
        for path in sorted(self._folder.glob("*.parquet")):
            try:
                with path.open("rb") as file, pq.ParquetFile(file) as parquet:
                    about, rows = _about(parquet.schema_arrow), parquet.metadata.num_rows
                    size = os.fstat(file.fileno()).st_size
            except _UNREADABLE:
                continue
            first, last = date.fromisoformat(about["first"]), date.fromisoformat(about["last"])
            yield Status(about["symbol"], cast("Interval", about["interval"]), first, last, rows, size)

    def _about(self, path: Path) -> Mapping[str, Any] | None:
        try:
            return _about(pq.read_schema(path))
        except _UNREADABLE:
            return None


def _about(schema: pa.Schema) -> Mapping[str, Any]:
    text = schema.metadata[_META]
    if schema.metadata[_SEAL] != _seal(text):
        raise ValueError("the description of the bars is damaged")
    about: Mapping[str, Any] = json.loads(text)
    return about


def _seal(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).hexdigest().encode()


def _frame(table: pa.Table) -> pd.DataFrame:
    columns = {name: table.column(name).to_numpy() for name in COLUMNS}
    return pd.DataFrame(columns, index=pd.DatetimeIndex(table.column(_TIME).to_pandas()))


def _day(moment: pd.Timestamp) -> str:
    return moment.date().isoformat()

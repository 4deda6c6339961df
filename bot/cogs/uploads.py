"""Files that people upload: looked at before they are fetched, and read by the corpus' guarded readers."""

from datetime import date
from pathlib import PurePosixPath
from typing import Final

import discord

from bot.printable import printable
from bot.serving.reply import UNREACHED
from knowledge.types import Given
from tools.errors import BadRequest, SourceDown
from tools.market.symbols import symbol_of

LARGEST: Final = 10 * 1024 * 1024
SUFFIXES: Final = (".md", ".markdown", ".txt", ".html", ".htm", ".pdf")
_NAME: Final = 120


async def read_upload(file: discord.Attachment) -> bytes:
    """The bytes of an attachment.

    Raises:
        BadRequest: It is too large, empty, or of no kind that is read.
        SourceDown: Discord does not give it.
    """
    suffix = PurePosixPath(file.filename).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadRequest(
            f"files ending in {suffix[:10] or 'nothing'} are not read; allowed are {', '.join(SUFFIXES)}."
        )
    if file.size > LARGEST:
        raise BadRequest(f"the file has {file.size:,} bytes; {LARGEST:,} are allowed.")
    try:
        data = await file.read()
    except (discord.HTTPException, *UNREACHED) as error:
        raise SourceDown("Discord does not give the file at the moment; please upload it again.") from error
    if not data:
        raise BadRequest("the file is empty.")
    return data


def given_of(
    name: str,
    title: str | None,
    source: str | None,
    published: date | None,
    symbols: str | None,
    now: date,
) -> Given:
    """What the person said of the file.

    Raises:
        BadRequest: The day lies in the future, or a symbol is none.
    """
    if published is not None and published > now:
        raise BadRequest(
            f"{published.isoformat()} is in the future; a report is dated by the day it came out."
        )
    about = tuple(symbol_of(part) for part in (symbols or "").replace(",", " ").split())
    return Given(
        printable(PurePosixPath(name).name)[-_NAME:],
        printable(title) if title else None,
        printable(source) if source else None,
        published,
        about,
    )

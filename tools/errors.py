"""Errors, named by what the receiver does next.

The text of each is written for the person who asked: one or two sentences, what is wrong and what is
allowed. Adapters translate their vendor's errors into these; anything else that surfaces is a bug.

    PlumbError
    ├── BadRequest        fix the arguments; the text says what is allowed
    ├── NoData            it does not exist here: say "unavailable", never estimate, do not retry
    │   └── BadData       it exists, and the gate refused it
    ├── SourceDown        the source did not serve: back off, then say so
    │   ├── SourceTimeout     no answer within the deadline
    │   ├── RateLimited       told to slow down
    │   └── SourceGarbled     an answer that is not the data (a web page, half a body)
    └── SettingsError     the operator must change a setting; one sentence
"""

from typing import ClassVar


class PlumbError(Exception):
    """Base of the errors people are meant to read; `exit_code` is what the command line returns."""

    exit_code: ClassVar[int] = 70


class BadRequest(PlumbError):  # noqa: N818 - named for the reaction, as all of these are
    """The arguments cannot be served as given."""

    exit_code = 64


class NoData(PlumbError):  # noqa: N818
    """What was asked for does not exist in this source."""

    exit_code = 66


class BadData(NoData):
    """The data exist, and validation refused them."""

    exit_code = 65


class SourceDown(PlumbError):  # noqa: N818
    """The source could not be reached or refused to serve."""

    exit_code = 69


class SourceTimeout(SourceDown):
    """The source did not answer within the deadline."""

    exit_code = 74


class RateLimited(SourceDown):
    """The source asked us to slow down, and still did after backing off."""

    exit_code = 75


class SourceGarbled(SourceDown):
    """The source answered with something that is not the data."""

    exit_code = 76


class SettingsError(PlumbError):
    """A setting is missing or wrong."""

    exit_code = 78

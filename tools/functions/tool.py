"""What a tool is, and the checking of its arguments by ourselves.

A model may send anything: the wrong type, a name that does not exist, half of a call that was cut off. So
nothing is trusted to a library's coercion: every argument is required, unknown ones are refused, and each
refusal says what is allowed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tools.errors import BadRequest
from tools.functions.context import BeltContext
from tools.grounds import Grounds

_QUOTED = 60
"""Characters of a refused value that are repeated to whoever sent it."""

Schema = Mapping[str, object]


class Kind(Protocol):
    """The type of an argument: what a model is told, and how a value is read."""

    def schema(self) -> Schema:
        """The JSON schema of the value, without its description."""

    def read(self, name: str, value: object) -> object:
        """The value in our own type.

        Raises:
            BadRequest: It is not one; the text says what is allowed.
        """


@dataclass(frozen=True, slots=True)
class Words:
    """A text of 1 to `limit` characters after trimming."""

    limit: int

    def schema(self) -> Schema:
        """A string of bounded length."""
        return {"type": "string", "minLength": 1, "maxLength": self.limit}

    def read(self, name: str, value: object) -> str:
        """The text, trimmed."""
        allowed = f"text of 1 to {self.limit} characters"
        if not isinstance(value, str):
            raise _refused(name, value, allowed)
        text = value.strip()
        if not text or "\x00" in text:
            raise _refused(name, value, allowed)
        if len(text) > self.limit:
            raise BadRequest(f"{name} has {len(text):,} characters; allowed are {self.limit}.")
        return text


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few names; case and the hyphen or underscore between words do not matter."""

    names: tuple[str, ...]

    def schema(self) -> Schema:
        """An enumeration."""
        return {"type": "string", "enum": list(self.names)}

    def read(self, name: str, value: object) -> str:
        """The name in our spelling."""
        if isinstance(value, str):
            asked = _plain(value)
            for one in self.names:
                if _plain(one) == asked:
                    return one
        raise _refused(name, value, f"one of {', '.join(self.names)}")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`; "20" and 20.0 are read as 20, since nothing is lost."""

    low: int
    high: int

    def schema(self) -> Schema:
        """A bounded integer."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def read(self, name: str, value: object) -> int:
        """The number."""
        allowed = f"a whole number from {self.low} to {self.high}"
        number = value
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            # more digits than any limit here: not worth converting
            number = int(value) if len(value) < 10 else None
        elif isinstance(value, float) and value.is_integer():
            number = int(value)
        if isinstance(number, bool) or not isinstance(number, int) or not self.low <= number <= self.high:
            raise _refused(name, value, allowed)
        return number


@dataclass(frozen=True, slots=True)
class Several:
    """A list of `low` to `high` texts; one text with commas between is read as a list."""

    low: int
    high: int
    each: Words

    def schema(self) -> Schema:
        """A bounded array of strings."""
        return {
            "type": "array",
            "items": dict(self.each.schema()),
            "minItems": self.low,
            "maxItems": self.high,
        }

    def read(self, name: str, value: object) -> tuple[str, ...]:
        """The texts, trimmed."""
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not self.low <= len(parts) <= self.high:
            raise _refused(name, value, f"a list of {self.low} to {self.high} texts")
        return tuple(self.each.read(name, part) for part in parts)


SYMBOL = Words(40)
DATE = Words(60)
QUESTION = Words(400)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a tool.

    Attributes:
        name: As the model writes it.
        kind: Its type.
        description: For the model: what it means, what is allowed, an example.
    """

    name: str
    kind: Kind
    description: str


@dataclass(frozen=True, slots=True)
class DeskTool:
    """One tool of the belt.

    Attributes:
        name: As the model calls it.
        description: For the model: when to call it and what it gives.
        arguments: All of them are required.
        run: The context and the arguments by name, checked, to what the answer may stand on.
    """

    name: str
    description: str
    arguments: tuple[Argument, ...]
    run: Callable[..., Grounds]

    def schema(self) -> dict[str, object]:
        """The JSON schema of the arguments."""
        properties = {
            one.name: {**one.kind.schema(), "description": one.description} for one in self.arguments
        }
        return {
            "type": "object",
            "properties": properties,
            "required": [one.name for one in self.arguments],
            "additionalProperties": False,
        }

    def read(self, given: Mapping[str, object]) -> dict[str, object]:
        """The arguments in our own types, in the tool's order.

        Raises:
            BadRequest: One is missing, unknown or wrong.
        """
        names = [one.name for one in self.arguments]
        takes = f"{self.name} takes exactly: {', '.join(names)}."
        unknown = [str(name)[:_QUOTED] for name in given if name not in names]
        if unknown:
            raise BadRequest(f"{self.name} has no argument {_listed(unknown)}. {takes}")
        missing = [name for name in names if name not in given]
        if missing:
            raise BadRequest(f"{self.name} was called without {_listed(missing)}. {takes}")
        return {one.name: one.kind.read(one.name, given[one.name]) for one in self.arguments}

    def call(self, given: Mapping[str, object], context: BeltContext) -> Grounds:
        """Check the arguments and run.

        Raises:
            PlumbError: As the tool's source of data; `BadRequest` for wrong arguments.
        """
        return self.run(context, **self.read(given))


def called(**arguments: object) -> tuple[tuple[str, str], ...]:
    """Arguments as `Grounds` keeps them; a call with these texts is the same call again."""
    return tuple(
        (name, ", ".join(value) if isinstance(value, tuple) else str(value))
        for name, value in arguments.items()
    )


def _refused(name: str, value: object, allowed: str) -> BadRequest:
    try:
        shown = repr(value)
    except ValueError:
        # Python refuses to write integers of thousands of digits
        shown = "a very large number"
    shown = shown if len(shown) <= _QUOTED else f"{shown[:_QUOTED]}..."
    return BadRequest(f"{name} is {shown}; allowed is {allowed}.")


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").split()).lower()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)

"""What Discord refuses, with its own code and words, and the record of rules that were broken."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Reason(NamedTuple):
    """A refusal as Discord words it."""

    status: int
    code: int
    message: str


UNAUTHORIZED = Reason(401, 0, "401: Unauthorized")
NOT_FOUND = Reason(404, 0, "404: Not Found")
UNKNOWN_CHANNEL = Reason(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Reason(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Reason(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Reason(404, 10008, "Unknown Message")
UNKNOWN_USER = Reason(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = Reason(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Reason(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = Reason(404, 10063, "Unknown application command")
TOO_LARGE = Reason(413, 40005, "Request entity too large")
ALREADY_ACKNOWLEDGED = Reason(400, 40060, "Interaction has already been acknowledged.")
TOO_MANY_FOLLOWUPS = Reason(400, 40094, "This interaction has hit the maximum number of follow up messages")
MISSING_ACCESS = Reason(403, 50001, "Missing Access")
NOT_THE_AUTHOR = Reason(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Reason(400, 50006, "Cannot send an empty message")
CANNOT_REACH_USER = Reason(403, 50007, "Cannot send messages to this user")
MISSING_PERMISSIONS = Reason(403, 50013, "Missing Permissions")
TOKEN_EXPIRED = Reason(401, 50027, "Invalid Webhook Token")
INVALID_FORM = Reason(400, 50035, "Invalid Form Body")
INVALID_JSON = Reason(400, 50109, "The request body contains invalid JSON.")
THREAD_EXISTS = Reason(400, 160004, "A thread has already been created for this message")
NO_HISTORY_FOR_REPLY = Reason(400, 160002, "Cannot reply without permission to read message history")


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of Discord's that the client broke.

    Attributes:
        rule: The code Discord answers with, or the name of a limit, such as "50035" or "alt text".
        detail: What was wrong, in a sentence.
        where: The request, such as "POST /channels/{channel_id}/messages", or "gateway".
    """

    rule: str
    detail: str
    where: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a body: a named limit, where it is, and a sentence; `refused` as Discord would."""

    limit: str
    path: str
    detail: str
    refused: bool = True


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The request is answered with an error."""

    def __init__(self, reason: Reason, detail: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(detail or reason.message)
        self.reason = reason
        self.detail = detail or reason.message
        self.faults = faults

    def document(self) -> dict[str, Any]:
        """The JSON Discord answers with."""
        made: dict[str, Any] = {"message": self.reason.message, "code": self.reason.code}
        if self.faults:
            made["errors"] = _nested(self.faults)
        return made


@dataclass(slots=True)
class Book:
    """The violations of a run."""

    violations: list[Violation] = field(default_factory=list)

    def write(self, rule: str | int, detail: str, where: str) -> None:
        """Record one."""
        self.violations.append(Violation(str(rule), detail, where))

    def taken(self, rule: str | int) -> list[Violation]:
        """The violations of a rule that a test broke on purpose: removed from the record and returned."""
        found = [one for one in self.violations if one.rule == str(rule)]
        self.violations[:] = [one for one in self.violations if one.rule != str(rule)]
        return found


def _nested(faults: tuple[Fault, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for fault in faults:
        place = made
        for step in (part for part in fault.path.split(".") if part):
            place = place.setdefault(step, {})
        place.setdefault("_errors", []).append({"code": fault.limit, "message": fault.detail})
    return made

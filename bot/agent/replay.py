"""Run an answer again: the same calls of tools, the same check, and what differs, with the reason.

A model is not asked again. What it wrote is checked against what the tools give now for the recorded session.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.agent.grounding.verdict import Verdict
from bot.agent.refusals import grounds_of
from bot.agent.types import Answer, ToolUse
from knowledge.errors import CorpusBusy, CorpusDown, KnowledgeError
from tools.errors import NoData, PlumbError, SourceDown
from tools.grounds import Grounds
from tools.types import Fact

Call = Callable[[str, Mapping[str, object]], Grounds]
"""The belt, bound to a context that is pinned to the answer's session."""

Check = Callable[[str, Sequence[Grounds], str], Verdict]
"""The grounding check: a text, its grounds, the question."""

SAME = "same bytes"
_WHOLE = re.compile(r"-?[0-9]+")
_SHOWN = 80
"""Characters of a differing line that are quoted."""

_LISTED = 5
"""Differing facts that are named."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was run again.

    Attributes:
        what: The call as it was made, "facts", or "verdict".
        same: Whether it came out as recorded.
        said: "same bytes", or what differs and why.
    """

    what: str
    same: bool
    said: str

    def __str__(self) -> str:
        return f"{self.what}: {self.said}"


@dataclass(frozen=True, slots=True)
class Replay:
    """What running an answer again gave.

    Attributes:
        answer: Its id.
        parts: Every call in order, then the facts and the verdict.
    """

    answer: str
    parts: tuple[Part, ...]

    @property
    def reproduced(self) -> bool:
        """Whether everything came out as recorded."""
        return all(part.same for part in self.parts)


def replay(answer: Answer, call: Call, check: Check) -> Replay:
    """Run the calls of an answer and its check again.

    A call that failed is not made again: whether a source is down or a budget is spent belongs to that day.
    Its sentence stands as recorded, and may be repeated as it could then. Earlier answers come
    out the same only if `call` leaves out what was said since (`Answers.between`, `before=answer.asked_at`).

    Args:
        answer: As it was kept.
        call: The belt at `answer.session`.
        check: The grounding check.
    """
    grounds: list[Grounds] = []
    parts = [_again(use, call, grounds) for use in answer.uses]
    parts.append(_facts(answer, grounds))
    parts.append(_verdict(answer.verdict, check(answer.written, grounds, answer.question.text)))
    return Replay(answer.id, tuple(parts))


def as_recorded(arguments: Mapping[str, object]) -> dict[str, str]:
    """Arguments of a call as texts, for `ToolUse.arguments`: the JSON of each value."""
    return {name: json.dumps(value, ensure_ascii=False) for name, value in arguments.items()}


def as_called(recorded: Mapping[str, str]) -> dict[str, object]:
    """The arguments of a recorded call, as the belt takes them.

    Two records are read. Where every value is a JSON string, list or whole number, `as_recorded` wrote them:
    strings and lists are decoded. Anything else are plain texts, as in `Grounds.arguments`, and stands as it
    is: the belt reads "IWM, SPY" as a list and "20" as a number. Numbers stay texts in both, so that a term
    that looks like one is not refused.
    """
    decoded = {name: _decoded(text) for name, text in recorded.items()}
    plain: dict[str, object] = dict(recorded)
    return plain if None in decoded.values() else decoded


def _decoded(text: str) -> object:
    """The value of a JSON string or list, a whole number as text; None for a plain text."""
    if _WHOLE.fullmatch(text):
        return text
    if not text.startswith(('"', "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _again(use: ToolUse, call: Call, grounds: list[Grounds]) -> Part:
    what = _line(f"{use.name}({', '.join(f'{name}={value}' for name, value in use.arguments.items())})")
    if use.outcome != "ok":
        told = grounds_of(use)
        if told is not None:
            grounds.append(told)
        return Part(what, same=True, said=_line(f"not run again; as recorded, {use.outcome}: {use.text}"))
    try:
        now = call(use.name, as_called(use.arguments))
    except (SourceDown, CorpusDown, CorpusBusy) as error:
        return Part(what, same=False, said=f"the source is down: {error}")
    except NoData as error:
        return Part(what, same=False, said=f"there is no data now: {error}")
    except (PlumbError, KnowledgeError) as error:
        return Part(what, same=False, said=f"fails now: {error}")
    grounds.append(now)
    differences = _differences(use, now)
    return Part(what, same=not differences, said="; ".join(differences) or SAME)


def _differences(use: ToolUse, now: Grounds) -> list[str]:
    """The reasons first, then what they led to."""
    found = []
    if use.session != now.session:
        found.append(f"it read session {use.session}, now it reads {now.session}")
    if use.digest != now.digest:
        found.append(f"the inputs differ (digest {_short(use.digest)}, now {_short(now.digest)})")
    found += _quoted(use.text, now.text)
    if use.facts != len(now.facts):
        found.append(f"it gave {use.facts} readings, now {len(now.facts)}")
    if use.text != now.text:
        found.append(_first_difference(use.text, now.text))
    return found


def _quoted(then: str, now: str) -> list[str]:
    """What of the stored reports and earlier answers came or went; the belt quotes each as a line of JSON."""
    reasons = {
        "passage": "documents were added or removed since",
        "contradiction": "documents were added or removed since",
        "earlier answer": "other earlier answers are there now",
    }
    before, after = _lines_by_kind(then), _lines_by_kind(now)
    return [
        f"{why}: {len(after.get(kind, set()) - before.get(kind, set()))} new and "
        f"{len(before.get(kind, set()) - after.get(kind, set()))} missing lines of kind {kind}"
        for kind, why in reasons.items()
        if before.get(kind) != after.get(kind)
    ]


def _lines_by_kind(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line.startswith("{"):
            try:
                found.setdefault(str(json.loads(line).get("kind")), set()).add(line)
            except ValueError:
                continue
    return found


def _first_difference(then: str, now: str) -> str:
    before, after = then.split("\n"), now.split("\n")
    for number, (old, new) in enumerate(zip(before, after, strict=False), start=1):
        if old != new:
            return f"line {number} was {_cut(old)}, is {_cut(new)}"
    return f"the text had {len(before)} lines, now it has {len(after)}"


def _facts(answer: Answer, grounds: Iterable[Grounds]) -> Part:
    now: dict[tuple[str, object], list[Fact]] = {}
    for one in grounds:
        for fact in (*one.facts, *(fact for said in one.said for fact in said.facts)):
            if isinstance(fact, Fact):
                now.setdefault((fact.id, fact.as_of), []).append(fact)
    differing = []
    for fact in answer.facts:
        others = now.get((fact.id, fact.as_of), [])
        if not others:
            differing.append(f"{fact.id} of {fact.as_of} is not given any more")
        elif all(_exact(fact) != _exact(other) for other in others):
            differing.append(f"{fact.id} of {fact.as_of} was {fact.value!r:.80}, is {others[0].value!r:.80}")
    if len(differing) > _LISTED:
        differing[_LISTED:] = [f"and {len(differing) - _LISTED} more"]
    what = f"facts ({len(answer.facts)})"
    return Part(what, same=not differing, said="; ".join(differing) or SAME)


def _exact(fact: Fact) -> tuple[object, ...]:
    """Equal only for the same bits: 0.0 is not -0.0, and nothing is rounded."""
    if isinstance(fact.value, str | bool):
        return fact.unit, type(fact.value), fact.value
    return fact.unit, float(fact.value).hex()


def _verdict(then: Verdict, now: Verdict) -> Part:
    what = f"verdict ({len(then.claims)} claims)"
    if then == now:
        return Part(what, same=True, said=SAME)
    if len(then.claims) != len(now.claims):
        return Part(what, same=False, said=f"the check finds {len(now.claims)} claims now")
    old, new = next(pair for pair in zip(then.claims, now.claims, strict=True) if pair[0] != pair[1])
    if old.holds != new.holds:
        then_now = ("held", "fails") if old.holds else ("failed", "holds")
        said = f"{_cut(old.text)} {then_now[0]}, now it {then_now[1]}"
    else:
        said = f"{_cut(old.text)} is read in another way"
    return Part(what, same=False, said=f"{said}: {new.because}")


def _line(text: str) -> str:
    return " ".join(text.split())


def _short(digest: str | None) -> str:
    return "none" if digest is None else digest[:12]


def _cut(line: str) -> str:
    return repr(line if len(line) <= _SHOWN else f"{line[:_SHOWN]}...")

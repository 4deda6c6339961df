"""Claims of other systems: verdicts, or one to three of them with their numbers."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, first, notices, paragraphs
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds

_INSTEAD = "What followed a state of the card can be asked too: `how often ... after ...`."
_WHAT = "What other systems claim, tested on this history; a verdict on the past is no forecast."


def write_claims(_ask: Ask, outcomes: Outcomes) -> Block:
    """The tool's own sentences: each claim as a heading, what belongs to it below."""
    return each(outcomes, "claims", _told, _INSTEAD)


def _told(grounds: Grounds) -> str:
    told = notices(grounds, members="  Survivorship:" in grounds.text)
    body = [line for line in grounds.text.split("\n")[1:] if line and not line.startswith("note: ")]
    if dict(grounds.arguments).get("claim") == "all" or not any(line.startswith("  ") for line in body):
        head, *verdicts, tried = body
        return paragraphs(told, f"**{head}**", bullets(verdicts), tried, f"*{_WHAT}*")
    pieces: list[str] = []
    for line in body[:-1]:
        if line.startswith("  "):
            pieces[-1] += f"\n- {first(line.strip())}"
        else:
            pieces.append(f"**{line}**")
    return paragraphs(told, *pieces, body[-1], f"*{_WHAT}*")

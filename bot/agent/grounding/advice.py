"""What the desk never says: what somebody should do with their money."""

import re

from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind

_ADVICE = re.compile(
    # "you should sell", "you can safely add"
    r"\byou (?:should|ought to|need to|must|can safely|could safely) (?:now |really |probably |just )?"
    r"(?:buy|sell|short|hold|add|exit|enter|invest|put|go long|go short|take profits?|double down|close)\b"
    # "we recommend buying"
    r"|\b(?:i|we) (?:recommend|advise|suggest|urge)(?: you| that you)? (?:to )?"
    r"(?:buy|sell|short|hold|add|exit|invest|buying|selling)\w*\b"
    # "it's a strong buy."
    r"|\bit(?:'s| is) (?:a |clearly a |definitely a |now a )?(?:strong )?(?:buy|sell)(?: signal)?[.!]"
    # "Buy the dip"
    r"|(?:^|[.!:;] )(?:buy|sell|short) (?:it|now|iwm|spy|qqq|the (?:fund|etf|dip|rip))\b"
    # "your money is safe"
    r"|\byour (?:money|position|portfolio|savings|20k) (?:is|are) safe\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:no|not|cannot|can't|don't|doesn't|never|neither|won't|whether)\b", re.IGNORECASE)
_LOOK_BACK = 30
"""Characters before the advice in which a refusal stands: "I cannot tell whether you should sell"."""


def advice(read: Read) -> list[Claim]:
    """Advice on a person's position in a statement; a refusal to give it is none."""
    claims = []
    for match in _ADVICE.finditer(read.plain):
        if _REFUSED.search(read.plain[max(0, match.start() - _LOOK_BACK) : match.end()]):
            continue
        claims.append(
            Claim(
                read.statement.start + match.start(),
                read.statement.start + match.end(),
                match.group().strip(),
                ClaimKind.STATE,
                holds=False,
                because="advice on what a person should do is not given",
            )
        )
    return claims

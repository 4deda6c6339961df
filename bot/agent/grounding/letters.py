"""The check of letters: "grade B", "67.4, C", "rated A"."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.state_scope import state_scope
from bot.agent.grounding.verdict import Claim, ClaimKind

_LETTER = re.compile(
    # "grade of B", "rated an A"
    r"(?:\b(?:[Gg]rade[ds]?|[Ll]etter(?: grade)?|[Rr]ated|got|gets|earns|earned)(?: is| of|:)?(?: an?)? "
    # "67.4 (B", "of 100, a B"
    r"|(?:of 100|/ ?100|out of 100|\d\.\d)[,;]? \(?(?:an? |grade |letter )?"
    # ", a B", "(grade B", "67, B"
    r"|, an? |(?<=\()(?:an? |grade )?|\d, )"
    # and no initial: "a C of sorts" is none either
    r"\**(?P<letter>[A-F])\b\**(?=[\s).,;|*]|$)(?! [a-z]+ (?:of|in) )"
)


def letters(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's letters, against the letter of the card.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    claims = []
    for match in _LETTER.finditer(read.text, read.statement.start, read.statement.end):
        start, end = match.span("letter")
        known = state_scope(read.at(start), read, carried, index).known("letter", index)
        if not known:
            continue
        holds = any(one.word == match["letter"] for one in known)
        because = f"letter is {', '.join(sorted({one.word or 'not known' for one in known}))}"
        facts, against = ((known[0].fact,), ()) if holds else ((), (known[0].fact,))
        claims.append(
            Claim(start, end, match["letter"], ClaimKind.STATE, holds, because, facts, against=against)
        )
    return claims

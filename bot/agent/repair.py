"""How a model is asked to mend a text: once, with every failure and its reason."""

import json

from bot.agent.drafts import Draft

_MOST = 12


def repair_request(draft: Draft, told: str = "") -> str:
    """What the model is told. Its own words come back as data, one JSON object a line.

    Args:
        draft: What it wrote.
        told: The beginning that people have read already.
    """
    if not draft.text:
        return "Nothing was written. Write the answer from the tool results, or say what is not known."
    lines = [
        json.dumps(
            {"kind": "failed", "text": claim.text[:200], "why": claim.because[:300]}, ensure_ascii=False
        )
        for claim in draft.failures[:_MOST]
    ]
    if told:
        lines.append(json.dumps({"kind": "given out already", "text": told}, ensure_ascii=False))
    begin = " Begin with exactly the text that was given out already." if told else ""
    first = "The check refused these statements; nothing of this run bears them:"
    last = (
        f"Write the whole answer again.{begin} Correct each statement from the tool results, or leave it "
        "out, or say that it is not known. Add nothing new. Do not mention this check."
    )
    return "\n".join((first, *lines, last))

"""The store for a terminal: plain lines, so that a head can be copied, published and compared."""

from collections.abc import Sequence

from bot.community.values import Feedback
from bot.printable import printable
from bot.store.standing import Standing
from tools.ledger.port import Link


def standing_lines(standing: Standing) -> list[str]:
    """Where it is, its schema, its size, its rows, and the heads of its chains."""
    newer = "" if standing.schema == standing.newest else f", {standing.newest} when it is next opened"
    rows = [f"  {name:<12} {count:>9,}" for name, count in sorted(standing.rows.items())]
    heads = [
        f"  {chain:<12} {number:>9,}  {chain}:{head}" for chain, (number, head) in standing.heads.items()
    ]
    return [
        f"Store   {standing.where}",
        f"Schema  {standing.schema}{newer}",
        f"Size    {standing.size / 1024:,.0f} KiB",
        "Rows",
        *rows,
        *(["Heads", *heads] if heads else []),
    ]


def feedback_lines(said: Sequence[Feedback]) -> list[str]:
    """Each on one line: when, where, of what kind, about which answer, and the words; nobody's name."""
    if not said:
        return ["Nobody has said anything yet."]
    return [
        f"{one.at:%Y-%m-%d %H:%M}  {one.tenant}  {one.kind}{f', answer {one.about}' if one.about else ''}: "
        f"{printable(one.text)}"
        for one in said
    ]


def link_lines(links: Sequence[Link]) -> list[str]:
    """Whether each chain holds, and every place that does not."""
    lines = []
    for link in links:
        rows = "1 row" if link.rows == 1 else f"{link.rows:,} rows"
        noted = "" if link.noted is None else f"; the head given is that of row {link.noted:,}"
        lines.append(f"{link.chain}: {'broken' if link.broken else 'whole'}, {rows}{noted}.")
        lines += [f"  {why}" for why in link.broken]
    return lines

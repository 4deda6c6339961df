"""What can be asked, and what this analyst is; said without a single figure."""

from bot.agent.offline.values import Ask, Block, Outcomes

EXAMPLES = (
    "`IWM?` or `analyze SPY` \N{EM DASH} the four-layer signal stack with what would flip it",
    "`is breadth confirming?`, `what's the rotation state?`, `is credit stressed?`",
    "`where's support?`, `what's the stop?`, `what's the RSI?`",
    "`compare IWM and QQQ`, `how did it look last Friday?`",
    "`how often was IWM higher after a bearish trend?` \N{EM DASH} evidence with cases, base and interval",
    "`is it true that thin rallies fade?`, `check the seed claims` \N{EM DASH} what others claim, tested",
    "`run a debrief`, `what's your track record?` \N{EM DASH} how sealed calls did",
    "`any events this week?`, `what do the reports say about regional banks?`, `explain parity`",
)


def examples(count: int = len(EXAMPLES)) -> str:
    """The first of the examples as a list."""
    return "\n".join(f"- {line}" for line in EXAMPLES[:count])


def write_help(_ask: Ask, __: Outcomes) -> Block:
    """What can be asked."""
    return Block(
        f"**Ask in your own words; follow-ups keep their symbol and date.** For example:\n\n{examples()}\n\n"
        "Every figure is a fact computed from the data or a passage cited; what is not known is said to be "
        "not known. No forecasts, and no advice on anybody's own money."
    )


def write_hello(_ask: Ask, __: Outcomes) -> Block:
    """A greeting."""
    return Block(f"Hello. This is the signal desk. You can ask, for example:\n\n{examples(3)}")


def write_thanks(_ask: Ask, __: Outcomes) -> Block:
    """Thanks and farewells."""
    return Block("You are welcome. Ask `what would flip it?` whenever you want the levels that matter next.")


def write_about(_ask: Ask, __: Outcomes) -> Block:
    """What answers here."""
    return Block(
        "**No language model is at work here: these answers are written by fixed rules.** A question is "
        "recognised by its words, the desk's tools compute or look up what it needs, and the text is put "
        "together from those facts, so the same question on the same data gets the same answer. It also "
        "means that unusual wording can be missed; `help` lists what is understood."
    )

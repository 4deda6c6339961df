"""A person's own money: the general signal, and a plain refusal to advise."""

from bot.agent.offline.intents.intent import Intent, on_symbol
from bot.agent.offline.writing.money import write_money

INTENT = Intent(
    name="money",
    cues=(
        (
            "should i|we buy|sell|hold|invest|put|get|exit|enter|dump|add|close|take|cut|trim|keep|short",
            9,
        ),
        ("should i", 6),
        ("my money|account|savings|portfolio|position|shares|calls|puts|retirement|401k|ira|trade", 8),
        ("am i safe|ok|okay|fine|screwed", 9),
        ("i am down|up|long|short|holding", 8),
        ("i m down|up|long|short|holding", 8),
        ("i own|hold|bought|sold|have", 6),
        ("worth buying", 8),
        ("would you buy|sell|hold|short", 9),
        ("good|safe buy|investment|entry|bet", 7),
        ("good time to", 7),
        ("is it safe|time to", 6),
        ("buy or sell", 7),
        ("how much .. buy|invest|put", 8),
        ("financial|investment advice", 8),
        ("should i be long or short", -20),
    ),
    calls=on_symbol("signal_stack"),
    write=write_money,
    leads=True,
    covers=frozenset({"stack"}),
)

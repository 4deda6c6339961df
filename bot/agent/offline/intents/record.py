"""The score kept of sealed signals."""

from bot.agent.offline.intents.intent import Intent, on_symbol
from bot.agent.offline.writing.record import write_record

INTENT = Intent(
    name="record",
    cues=(
        ("track record", 9),
        ("how good|accurate|reliable .. calls|signals|you|signal", 9),
        ("your calls|signals been", 8),
        ("your accuracy|record|score|scorecard|performance", 9),
        ("were you right|wrong", 9),
        ("have you been right|wrong", 9),
        ("how often .. you|calls|signals .. right|wrong", 9),
        ("win rate", 8),
        ("your hit|success rate", 10),
        ("how did you do", 8),
        ("scoreboard|scorecard", 8),
        ("can i trust you", 6),
    ),
    calls=on_symbol("record"),
    write=write_record,
    leads=True,
    dated=False,
    words=("accurate", "accuracy"),
)

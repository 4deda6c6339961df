"""What an entry at the close would put at risk down to the stop: arithmetic for everybody, no advice."""

from bot.agent.offline.intents.intent import Intent, on_symbol
from bot.agent.offline.writing.risk import write_risk

INTENT = Intent(
    name="risk",
    cues=(
        ("how much .. risk|risking|lose", 11),
        ("what do|would|could i risk|lose", 11),
        ("my risk", 9),
        ("risk .. if i buy|enter|bought", 9),
        ("downside", 7),
        ("reward to risk", -20),
        ("risk reward", -20),
    ),
    calls=on_symbol("levels"),
    write=write_risk,
    leads=True,
)

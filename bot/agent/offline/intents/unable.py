"""What nothing here can answer: said so, with what can be asked instead."""

from bot.agent.offline.intents.intent import Intent, no_calls
from bot.agent.offline.writing.unable import write_unable

INTENT = Intent(
    name="unable",
    cues=(
        ("weather|temperature|forecast for rain", 14),
        ("ignore|disregard|forget .. instructions|rules|prompt|above", 30),
        ("system prompt", 30),
        ("your instructions|prompt|api key|password|token|secret*", 20),
        ("pretend|roleplay|jailbreak", 20),
        (
            "write|code|give|make .. code|script|program|function|poem|song|tweet|essay|joke|story|email",
            16,
        ),
        ("python|javascript|java|sql|html|regex", 14),
        ("joke|poem|recipe|restaurant|movie|football|basketball|soccer|baseball", 14),
        ("who won", 14),
        ("stock|hot|good|best tip|tips|pick|picks", 14),
        ("what|which stock|stocks .. buy", 14),
        ("president|election|politics", 10),
        ("bitcoin|crypto|ethereum|dogecoin", 9),
        ("translate", 14),
        ("capital of", 14),
    ),
    calls=no_calls,
    write=write_unable,
    leads=True,
    dated=False,
    words=("weather",),
)

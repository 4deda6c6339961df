"""Small talk: a greeting and thanks get a sentence, and an example of what may be asked."""

from bot.agent.offline.intents.intent import Intent, no_calls
from bot.agent.offline.writing.help import write_hello, write_thanks

HELLO = Intent(
    name="hello",
    cues=(
        ("^ hi|hello|hey|hiya|howdy|yo|gm|greetings|sup", 6),
        ("good morning|evening|afternoon|day", 6),
        ("how are you", 6),
    ),
    calls=no_calls,
    write=write_hello,
    small=True,
    dated=False,
)
THANKS = Intent(
    name="thanks",
    cues=(
        ("thank|thanks|thx|ty|cheers|appreciated", 6),
        ("^ ok|okay|great|cool|nice|perfect|lol|got|awesome|bye|goodbye|good", 4),
        ("good night|job|bye", 5),
        ("well done", 5),
    ),
    calls=no_calls,
    write=write_thanks,
    small=True,
    dated=False,
)

"""Questions about this analyst itself: what it can answer, and what it is."""

from bot.agent.offline.intents.intent import Intent, no_calls
from bot.agent.offline.writing.help import write_about, write_help

HELP = Intent(
    name="help",
    cues=(
        ("^ help", 12),
        ("help me", 4),
        ("what|how can|do you do|answer|help|know|cover", 12),
        ("what can|should|could i ask", 16),
        ("how do i use", 10),
        ("commands|instructions for you", 6),
        ("your capabilities|features", 10),
    ),
    calls=no_calls,
    write=write_help,
    leads=True,
    dated=False,
)
ABOUT = Intent(
    name="about",
    cues=(
        ("are you an|a ai|bot|human|robot|person|machine|model|llm|real", 12),
        ("are you human|real|chatgpt|gpt|claude|gemini|llama", 12),
        ("which|what model|llm|ai", 12),
        ("who|what are you", 10),
        ("who made|built you", 10),
        ("are you using", 6),
    ),
    calls=no_calls,
    write=write_about,
    leads=True,
    dated=False,
)

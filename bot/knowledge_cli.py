"""The commands of the corpus: put reports in, look at them, ask them, and hold their claims together."""

import typer

from bot.knowledge_ask import claims, conflicts, list_documents, search, show
from bot.knowledge_keep import add, check, rebuild, regenerate, remove

knowledge_app = typer.Typer(
    help="The report corpus: add documents, search them, list what they claim and where they disagree.",
    no_args_is_help=True,
)
for _name, _command in (
    ("add", add),
    ("list", list_documents),
    ("show", show),
    ("search", search),
    ("claims", claims),
    ("conflicts", conflicts),
    ("remove", remove),
    ("rebuild", rebuild),
    ("check", check),
    ("regenerate", regenerate),
):
    knowledge_app.command(_name)(_command)

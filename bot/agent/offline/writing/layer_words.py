"""Why a layer reads what it reads, in figures that each stand beside their own name."""

from bot.agent.offline.writing.figures import put, sentence
from tools.types import LayerReading

_TOLD = {"trend": (".ema", ".separation"), "relative_strength": (".vs_", ".quadrant", ".spy_")}
"""By layer, parts of the keys of the facts that say why, in order; other layers say it in their sentence."""

_ADJUSTED = "On adjusted closes"
_UNSCORED = ".vs_qqq"


def layer_words(layer: LayerReading) -> str:
    """The figures a layer was decided on; its own sentence where it has no list here."""
    told = [
        put(fact)
        for part in _TOLD.get(layer.name, ())
        for fact in layer.facts
        if part in fact.id and _UNSCORED not in fact.id
    ]
    if not told:
        return sentence(layer.rationale)
    basis = f"{_ADJUSTED}: " if layer.name == "trend" else ""
    return sentence(basis + "; ".join(told))


def volume_check(layer: LayerReading) -> str:
    """Whether volume confirms the momentum, with the volume and its mean."""
    volumes = ", ".join(put(fact) for fact in layer.facts if _is_volume(fact.id))
    for flag in layer.flags:
        if flag.id.endswith(".weak"):
            word = "weak, volume does not confirm" if flag.on else "confirmed"
            return f"Volume check: {word} ({volumes})."
    return "Volume check: not known."


def _is_volume(fact_id: str) -> bool:
    """The measure and its mean; not the same from intraday bars."""
    return ".lower_third_volume" in fact_id and not fact_id.endswith("_5m")

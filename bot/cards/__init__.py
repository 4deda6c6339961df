"""Results as Discord cards: blocks first, pages within Discord's limits next, components last."""

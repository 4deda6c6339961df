"""Durable state: answers, budgets, the ledger; SQLite on disk or PostgreSQL by URL.

What belongs together is four files: `<name>_rows.py` (its tables), `<name>.py` (what may be done with them,
the only place that queries them), a step in `migrations/versions`, and one line in `opening.Store`.
"""

from bot.store.opening import Store, open_store

__all__ = ["Store", "open_store"]

"""Writing answers from facts: one file per kind of answer; no figure is computed or rounded here."""

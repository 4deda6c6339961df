"""What stands between the model and the run: budgets, errors by reaction, cut-off calls, grounding."""

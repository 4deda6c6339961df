"""Evidence: what followed a state over whole history, with its cases, its base rate and its interval."""

"""What other systems claim of small caps, each with its test; no threshold is fitted to an outcome."""

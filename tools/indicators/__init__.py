"""Indicators: pure, vectorised functions over whole history; same length out as in, NaN in the warm-up."""

"""The four layers of the composite stack: pure, one file per family."""

"""What a terminal shows: a typed value in, something rich can print out. No arithmetic, no rounding."""

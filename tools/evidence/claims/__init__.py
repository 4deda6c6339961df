"""What other systems claim of small caps, each with the test that was fixed before its numbers were seen."""

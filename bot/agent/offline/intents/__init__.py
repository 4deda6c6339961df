"""The kinds of questions the offline analyst serves."""

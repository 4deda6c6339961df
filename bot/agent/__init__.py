"""A conversation whose every number is computed or cited."""

"""How the database is brought to the schema of this version."""

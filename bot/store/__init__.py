"""Durable state: answers, budgets; SQLite on disk or PostgreSQL by URL."""

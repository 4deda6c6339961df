"""The shell: process, people, models."""

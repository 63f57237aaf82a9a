"""Procedures run in memory, as the engine's commands run them on the database."""

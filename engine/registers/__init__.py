"""Registers: what the law leaves to be fixed in figures, kept as versioned rows that a legal officer edits."""

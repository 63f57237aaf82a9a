"""Chaos: real processes that are killed while cases go on, and what must hold afterwards."""

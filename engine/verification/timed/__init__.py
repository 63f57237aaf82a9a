"""Promises in days, proved with clocks that tick."""

"""Separation of duties, proved with people whose names do not matter."""

"""Compliance rules, one line of Chinese each: read, explained, and proved on the diagram."""

"""Proof of diagrams before they go live: pure, without engine, database or web."""

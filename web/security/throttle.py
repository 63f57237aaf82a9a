"""A brake on guessing passwords: so many sign-in attempts per minute and address, counted in memory."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", strategy="fixed-window")
"""Counts per process; the account's own lock after repeated failures lives in the database and counts for all."""


def install_throttle(app: Flask) -> None:
    """Bind the limiter to the application."""
    limiter.init_app(app)

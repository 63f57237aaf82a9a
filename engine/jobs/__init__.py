"""The port to the job queue: put work into it inside one's own transaction, take it back, look at it, work it off."""

from engine.jobs.queue import JobState, cancel, enqueue, enqueue_all, inspect, list_failed, retry

__all__ = ["JobState", "cancel", "enqueue", "enqueue_all", "inspect", "list_failed", "retry"]

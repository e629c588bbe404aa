"""What is done to projects: to the plan, and what is decided about it."""

from projects.services.schedule import Rescheduled, reschedule

__all__ = ["Rescheduled", "reschedule"]

"""The pages of projects: the plan, and what is decided about it."""

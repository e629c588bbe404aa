"""What is asked about projects: about the plan, and what is decided about it."""

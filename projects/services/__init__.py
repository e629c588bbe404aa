"""What is done to projects: to the plan, and what is decided about it."""

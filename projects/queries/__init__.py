"""What is asked about projects: about the plan, and what is decided about it."""

from projects.queries.moves import Move, allowed_moves, move_to
from projects.queries.obstacles import charter_obstacles, closure_obstacles, own_obstacles

__all__ = [
    "Move",
    "allowed_moves",
    "charter_obstacles",
    "closure_obstacles",
    "move_to",
    "own_obstacles",
]

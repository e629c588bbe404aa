"""What is asked about projects: about the plan, and what is decided about it."""

from projects.queries.baselines import Difference, approved_baseline, baselines, differences
from projects.queries.figures import find_figure
from projects.queries.moves import Move, allowed_moves, move_to
from projects.queries.obstacles import charter_obstacles, closure_obstacles, own_obstacles
from projects.queries.overview import MilestoneDate, ProjectPlanFacts, next_milestones, overview
from projects.queries.plan import PlanFilter, PlanPage, TaskRow, plan_page, responsible_people, tasks_of
from projects.queries.tasks import TaskFacts, lag_text, milestones, page_of, predecessors_text, task_facts, task_of

__all__ = [
    "Difference",
    "MilestoneDate",
    "Move",
    "PlanFilter",
    "PlanPage",
    "ProjectPlanFacts",
    "TaskFacts",
    "TaskRow",
    "allowed_moves",
    "approved_baseline",
    "baselines",
    "charter_obstacles",
    "closure_obstacles",
    "differences",
    "find_figure",
    "lag_text",
    "milestones",
    "move_to",
    "next_milestones",
    "overview",
    "own_obstacles",
    "page_of",
    "plan_page",
    "predecessors_text",
    "responsible_people",
    "task_facts",
    "task_of",
    "tasks_of",
]

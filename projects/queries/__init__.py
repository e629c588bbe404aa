"""What is asked about projects: about the plan, and what is decided about it."""

from projects.queries.baselines import Difference, approved_baseline, baselines, differences
from projects.queries.closure import find_governance_figure, gates_due_count, overdue_issue_count
from projects.queries.figures import find_figure
from projects.queries.governance import current_stage, gate_obstacles, gates_due, timeline
from projects.queries.issues import issues_of, open_issues
from projects.queries.moves import Move, allowed_moves, move_to
from projects.queries.obstacles import charter_obstacles, closure_obstacles, own_obstacles
from projects.queries.overview import MilestoneDate, ProjectPlanFacts, next_milestones, overview
from projects.queries.plan import PlanFilter, PlanPage, TaskRow, plan_page, responsible_people, tasks_of
from projects.queries.projects import address_of, portfolio_tree
from projects.queries.tasks import TaskFacts, lag_text, milestones, page_of, predecessors_text, task_facts, task_of
from projects.queries.team import active_people, assignable_roles, team_roles

__all__ = [
    "Difference",
    "MilestoneDate",
    "Move",
    "PlanFilter",
    "PlanPage",
    "ProjectPlanFacts",
    "TaskFacts",
    "TaskRow",
    "active_people",
    "address_of",
    "allowed_moves",
    "approved_baseline",
    "assignable_roles",
    "baselines",
    "charter_obstacles",
    "closure_obstacles",
    "current_stage",
    "differences",
    "find_figure",
    "find_governance_figure",
    "gate_obstacles",
    "gates_due",
    "gates_due_count",
    "issues_of",
    "lag_text",
    "milestones",
    "move_to",
    "next_milestones",
    "open_issues",
    "overdue_issue_count",
    "overview",
    "own_obstacles",
    "page_of",
    "plan_page",
    "portfolio_tree",
    "predecessors_text",
    "responsible_people",
    "task_facts",
    "task_of",
    "tasks_of",
    "team_roles",
    "timeline",
]

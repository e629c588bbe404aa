"""What is a row of history called: “the link from 1.1 Design to 1.2 Build”?

`{pred}` stands for the words of that field: of the row that it points to, of its choice, or its value.
"""

import re

from django.utils.translation import gettext_lazy as _

ROWS = {
    "projects.Project": _("the project {name}"),
    "projects.Charter": _("the charter"),
    "projects.Task": _("the task {wbs_code} {name}"),
    "projects.Dependency": _("the link from {pred} to {succ}"),
    "projects.Baseline": _("baseline version {version}"),
    "projects.Stage": _("the stage {name}"),
    "projects.GateReview": _("the gate {name}"),
    "projects.Lesson": _("the lesson “{event}”"),
    "projects.FollowOnAction": _("the follow-on action “{text}”"),
    "projects.ClosureItem": _("the item “{text}” of the closure checklist"),
    "projects.Issue": _("issue #{number} {title}"),
    "projects.RoleAssignment": _("the role “{role}” of {person}"),
    "staffing.Allocation": _("the booking of {person} as {role}"),
    "budgets.Budget": _("budget version {version}"),
    "budgets.BudgetLine": _("a budget line of {category}"),
    "budgets.Reserve": _("the reserve “{kind}”"),
    "budgets.Benefit": _("the benefit {name}"),
    "budgets.BenefitMeasure": _("the measure {name}"),
    "budgets.BenefitPoint": _("a value of the measure {measure}"),
    "budgets.Cba": _("version {version} of the business case"),
    "budgets.CbaOption": _("the option {name}"),
    "budgets.CbaLine": _("the line {label} of the option {option}"),
    "budgets.Forecast": _("forecast version {version}"),
    "budgets.ForecastLine": _("the forecast of {category} in {period}"),
    "risks.Risk": _("risk R{number}"),
    "risks.RiskResponse": _("a response to risk {risk}"),
    "portfolio.HealthOverride": _("the health set by hand"),
}
HOLES = re.compile(r"\{(\w+)\}")


def holes(label):
    """The fields that the words of such a row need."""
    return HOLES.findall(str(ROWS.get(label, "")))


def row_words(model, word):
    """The words of a row; `word` gives those of a field by its name."""
    label = model._meta.label
    if label not in ROWS:
        return str(model._meta.verbose_name)
    return HOLES.sub(lambda hole: word(hole[1]), str(ROWS[label]))

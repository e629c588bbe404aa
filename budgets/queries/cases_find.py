"""Which figure of a business case or a benefit has this key?"""

from budgets.queries.benefits import benefit_figure
from budgets.queries.cases import option_figure


def find_case_figure(project, key, *, as_of):
    """The figure that a page of cases or benefits shows under this key, computed again; None if none does."""
    return benefit_figure(project, key, as_of=as_of) or option_figure(project, key)

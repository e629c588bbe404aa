"""Which figure stands behind an address? The app that the key names knows, else the stored tree."""

from budgets.queries import asked_total
from budgets.queries import find_figure as of_budgets
from foundation.figure_store import from_json
from portfolio import queries
from portfolio.models import ProjectFacts
from projects.queries import find_figure as of_projects
from risks.queries import find_figure as of_risks
from staffing import queries as staffing

# first segment of a key: the query that rebuilds its figures, (project, key, *, as_of) -> Figure | None
FINDERS = {
    "portfolio": queries.find_figure,
    "projects": of_projects,
    "budgets": of_budgets,
    "risks": of_risks,
    "staffing": staffing.find_figure,
}
# keys whose figure depends on the filters of the page that showed it, (project, request) -> Figure
ASKED_FINDERS = {"budgets.ledger_total": asked_total}
# the same as FINDERS for figures of the whole organisation, (user, key, *, as_of): each shows what its reader may see
SHARED_FINDERS = {"staffing": staffing.find_open_figure}


def stored(project, key):
    """The figure as the last refresh wrote it, at any depth of its tree; None if it holds no such key."""
    facts = ProjectFacts.objects.filter(project=project).only("figures").first()
    for row in facts.figures.values() if facts else ():
        found = from_json(row).find(key)
        if found is not None:
            return found
    return None


def find(project, key, *, as_of):
    """Live when the app can rebuild it, else as stored: `find(project, "budgets.cpi", as_of=day)`."""
    finder = FINDERS.get(key.split(".", 1)[0])
    found = finder(project, key, as_of=as_of) if finder else None
    found = found or stored(project, key)
    return found.within(str(project.public_id), as_of) if found else None


def find_asked(project, key, request, *, as_of):
    """The same for a request: a total over filtered rows is rebuilt from the filters in its address."""
    finder = ASKED_FINDERS.get(key)
    return finder(project, request).within(str(project.public_id), as_of) if finder else find(project, key, as_of=as_of)


def find_shared(user, key, *, as_of):
    """A figure of the whole organisation as this person may see it: `find_shared(user, "staffing.load:...", ...)`."""
    finder = SHARED_FINDERS.get(key.split(".", 1)[0])
    found = finder(user, key, as_of=as_of) if finder else None
    return found.within("all", as_of) if found else None

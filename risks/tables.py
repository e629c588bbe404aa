"""Which columns has a list of risks?"""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.cells import Column, Link
from foundation.figures import entered_html
from foundation.filters import CHOICE, Filter
from foundation.tables import Table
from risks.models import OPEN, Risk, RiskState
from risks.queries import row_emv, score_figure


def _link(row):
    address = reverse("risks:risk", args=[row.project.public_id, row.public_id])
    return Link(f"R{row.number} {row.event}", address, f"{row.cause} → {row.effect}")


def _project(row):
    return Link(row.project.name, reverse("risks:register", args=[row.project.public_id]), row.project.code)


def _review(row):
    """The day, and in words and a shape that it went by: who reads in grey sees it too."""
    day = entered_html(row.review_on)
    return format_html('{} <span class="badge bad">{}</span>', day, _("past")) if row.review_late else day


def _past(queryset, _value):
    return queryset.filter(review_late=True)


def _still(queryset, value):
    return queryset.filter(state__in=OPEN) if value == "open" else queryset.filter(state=value)


STATE = Filter("state", _("State"), kind=CHOICE, choices=[("open", _("open")), *RiskState.choices], apply=_still)
TEXT = Filter("q", _("Find"), path=("event", "cause", "effect"))
REVIEW = Filter("review", _("Review"), kind=CHOICE, choices=[("past", _("past its day"))], apply=_past)
KIND = Filter("kind", _("Kind"), path="kind", kind=CHOICE, choices=Risk.Kind.choices)

_COLUMNS = (
    Column("risk", _("Risk"), value=_link, kind="link", sort="number"),
    Column("kind", _("Kind"), value=lambda r: r.get_kind_display(), sort="kind"),
    Column("state", _("State"), value=lambda r: r.get_state_display(), sort="state"),
    Column("score", _("Score"), value=score_figure, kind="figure", sort="score"),
    Column("emv", _("Expected value"), value=row_emv, kind="figure", unit=lambda r: r.project.currency_id, sort="emv"),
    Column("owner", _("Owner"), value=lambda r: r.owner.name if r.owner else _("nobody"), sort="owner__name"),
    Column("review_on", _("Next review"), value=_review, sort="review_on", export=lambda r: r.review_on),
)

REGISTER = Table(
    name="risks",
    label=_("Risk register"),
    columns=_COLUMNS,
    filters=(TEXT, KIND, STATE, REVIEW),
    default_sort="-score",
    row_id=lambda r: f"risk-{r.public_id}",
    empty_title=_("No risk yet"),
    empty=_("A risk is an uncertain event with a cause and an effect. Name the first one."),
)
EVERYWHERE = Table(
    name="all-risks",
    label=_("Risks of all projects"),
    columns=(_COLUMNS[0], Column("project", _("Project"), value=_project, kind="link", sort="project__name"),
             *_COLUMNS[1:]),
    filters=(TEXT, KIND, STATE, REVIEW),
    default_sort="-score",
    row_id=lambda r: f"risk-{r.public_id}",
    empty_title=_("No risk in sight"),
    empty=_("Risks of the projects that you may see appear here."),
)  # fmt: skip

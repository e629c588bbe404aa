"""Which tables does a closure report print beside the final balance (DOMAIN.md 3.1)?"""

from django.utils.translation import gettext as _

from reports.facts.closure import ClosureFacts
from reports.pages.blocks import Table, columns_of, table


def tables(facts: ClosureFacts) -> list[Table]:
    """All of them, in the order of the sections."""
    return [
        *_course(facts),
        *_worth(facts),
        *_delivered(facts),
        *_risks(facts),
        *_ended(facts),
        *_duties(facts),
    ]


def _course(facts: ClosureFacts) -> list[Table]:
    """What was aimed at and what happened: sections 1, 2 and 4."""
    return [_targets(facts), _events(facts), _stages(facts)]


def _targets(facts: ClosureFacts) -> Table:
    return table(
        "targets",
        _("Seven targets against the first and the latest approved plan"),
        [
            _("Target"),
            _("First approved"),
            _("Latest approved"),
            _("Achieved"),
            _("Deviation"),
            _("Tolerance"),
            (_("Result"), "result"),
        ],
        columns_of(facts.targets, "name first_approved latest_approved achieved deviation tolerance status"),
        empty=_("No target was set."),
    )


def _events(facts: ClosureFacts) -> Table:
    return table(
        "events",
        _("Events out of the ordinary"),
        [(_("Day"), "day"), _("What happened"), (_("Effect on the project"), "text", "wide")],
        columns_of(facts.events, "day what effect"),
        empty=_("Nothing out of the ordinary was recorded."),
    )


def _stages(facts: ClosureFacts) -> Table:
    return table(
        "stages",
        _("Stages and gates"),
        [
            _("Stage"),
            (_("Planned finish"), "day"),
            (_("Actual finish"), "day"),
            (_("Slip, days"), "slip"),
            _("Gate decision"),
            _("Decided by"),
        ],
        columns_of(facts.stages, "name planned_finish actual_finish slip_days decision decided_by"),
        empty=_("The project had no stages."),
    )


def _worth(facts: ClosureFacts) -> list[Table]:
    """What it was worth: section 3."""
    return [_case(facts), _benefits(facts)]


def _case(facts: ClosureFacts) -> Table:
    case, currency = facts.case, facts.head.currency
    then_now = [
        (_("Net present value, {currency}").format(currency=currency), case.npv_then, case.npv_now),
        (_("Benefit-cost ratio"), case.bcr_then, case.bcr_now),
        (_("Payback, years"), case.payback_then, case.payback_now),
    ]
    return table(
        "case",
        _("Business case when approved and now"),
        [_("Measure"), (_("When approved"), "ratio"), (_("Now"), "ratio")],
        then_now,
        empty=_("The project had no business case."),
    )


def _benefits(facts: ClosureFacts) -> Table:
    return table(
        "benefits",
        _("Benefits: baseline, measured and target"),
        [
            (_("Benefit"), "text", "wide"),
            _("Owner"),
            _("Unit"),
            (_("Baseline"), "tenth"),
            (_("Planned by now"), "tenth"),
            (_("Measured"), "tenth"),
            (_("Target"), "tenth"),
            (_("Reached"), "percent"),
        ],
        columns_of(facts.case.benefits, "name owner unit baseline planned realised target reached"),
        attached=True,
        empty=_("No benefit was planned with a measure."),
    )


def _delivered(facts: ClosureFacts) -> list[Table]:
    """What was delivered and by whom: sections 6 and 7."""
    return [
        table(
            "products",
            _("Products and their acceptance"),
            [_("Product"), _("Status"), _("Accepted by"), (_("On"), "day"), _("Concession")],
            columns_of(facts.products, "name status accepted_by accepted_on concession"),
            empty=_("No product was planned."),
        ),
        table(
            "defects",
            _("Defects by stage"),
            [_("Stage"), (_("Found"), "count"), (_("Fixed"), "count"), (_("Open"), "count")],
            columns_of(facts.defects, "stage found fixed open"),
            empty=_("No defect was recorded."),
        ),
        table(
            "team",
            _("Effort by role"),
            [_("Role"), (_("Planned"), "whole"), (_("Actual"), "whole"), (_("Actual / planned"), "ratio")],
            columns_of(facts.team, "role planned_hours actual_hours ratio"),
            unit=_("hours"),
            empty=_("No effort was recorded on time sheets."),
        ),
    ]


def _risks(facts: ClosureFacts) -> list[Table]:
    """Risks and how they were answered: section 8."""
    currency, risks = facts.head.currency, facts.risks
    return [
        table(
            "occurred",
            _("Risks that occurred"),
            [
                _("No."),
                _("Risk"),
                (_("Effect"), "text", "wide"),
                (_("Cost, {currency}").format(currency=currency), "whole"),
                (_("Days"), "count"),
            ],
            columns_of(risks.occurred, "reference title effect cost days"),
            empty=_("No risk occurred."),
        ),
        table(
            "responses",
            _("Responses and whether they worked"),
            [
                _("Response"),
                (_("Chosen"), "count"),
                (_("Worked"), "count"),
                (_("Cost, {currency}").format(currency=currency), "whole"),
            ],
            columns_of(risks.responses, "strategy chosen worked cost"),
            empty=_("No response to a risk was recorded."),
        ),
    ]


def _ended(facts: ClosureFacts) -> list[Table]:
    """Exposure over time, contracts and lessons: sections 8 to 10."""
    return [_exposure(facts), _contracts(facts), _lessons(facts)]


def _exposure(facts: ClosureFacts) -> Table:
    currency, risks = facts.head.currency, facts.risks
    return table(
        "exposure",
        _("Exposure and contingency"),
        [(_("Day"), "day"), (_("Exposure"), "whole"), (_("Contingency left"), "whole")],
        columns_of(risks.exposure, "day exposure contingency"),
        unit=currency,
        attached=True,
        empty=_("No exposure was recorded over time."),
    )


def _contracts(facts: ClosureFacts) -> Table:
    currency = facts.head.currency
    return table(
        "contracts",
        _("Contracts at closure"),
        [
            _("Contract"),
            _("Supplier"),
            (_("Value"), "money"),
            (_("Paid"), "money"),
            (_("Retention"), "money"),
            _("Claims"),
            _("Status"),
        ],
        columns_of(facts.contracts, "reference supplier value paid retention claims status"),
        unit=currency,
        empty=_("The project had no contract."),
    )


def _lessons(facts: ClosureFacts) -> Table:
    return table(
        "lessons",
        _("What to do next time"),
        [_("What happened"), _("Recommendation"), _("Owner")],
        columns_of(facts.lessons, "event recommendation owner"),
        empty=_("No lesson was recorded."),
    )


def _duties(facts: ClosureFacts) -> list[Table]:
    """Who has to do what after the project: sections 11 to 14."""
    return [_follow_ons(facts), _handover(facts), _reviews(facts), _estimates(facts)]


def _follow_ons(facts: ClosureFacts) -> Table:
    return table(
        "follow_ons",
        _("Follow-on actions"),
        [_("No."), _("Kind"), (_("What"), "text", "wide"), _("New owner"), (_("Due"), "day")],
        columns_of(facts.follow_ons, "reference kind title owner due"),
        empty=_("Nothing is left to do: no issue, risk or defect is open."),
    )


def _handover(facts: ClosureFacts) -> Table:
    return table(
        "handover",
        _("Handover"),
        [_("Area"), (_("What"), "text", "widest"), (_("Done"), "yes_no"), _("Accepted by")],
        columns_of(facts.handover, "area what done accepted_by"),
        empty=_("Nothing was handed over."),
    )


def _reviews(facts: ClosureFacts) -> Table:
    return table(
        "reviews",
        _("Reviews after the project"),
        [(_("Day"), "day"), (_("What is reviewed"), "text", "wide"), _("Owner")],
        columns_of(facts.reviews, "day scope owner"),
        empty=_("No review of benefits is planned."),
    )


def _estimates(facts: ClosureFacts) -> Table:
    return table(
        "estimates",
        _("First approved estimate and actual"),
        [
            _("Measure"),
            _("Unit"),
            (_("Estimate"), "whole"),
            (_("Actual"), "whole"),
            (_("Actual / estimate"), "ratio"),
        ],
        columns_of(facts.estimates, "measure unit estimate actual ratio"),
        attached=True,
        empty=_("No estimate was recorded."),
    )

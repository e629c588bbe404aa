"""What is a project of the demo good for: its business case and its benefits?"""

from decimal import Decimal

from budgets.models import Benefit, BenefitMeasure, BenefitPoint, Cba, CbaLine, CbaOption
from foundation.money import quantise
from portfolio.demo.money import EURO, day_of
from portfolio.demo.plans import DAY, at

HORIZON = 6
RATE = Decimal("0.035")


def case(story, *, on, issued):
    """Do nothing, buy the least, or the project; benefits come from the second year on."""
    made = Cba.objects.create(
        project=story.project, version=1, base_year=on.year, horizon=HORIZON, rate=RATE,
        rate_source="Treasury of the council, real rate", created_by=story.by,
        need="Work by hand grows by five per cent a year while people retire.",
        objectives="Half of the effort of today, and answers within a day.",
        assumptions="Constant prices; units give up the old way within a year.",
        recommendation=f"Do it: {story.plot.name} pays back within the horizon.",
    )  # fmt: skip
    options = CbaOption.objects.bulk_create(
        CbaOption(cba=made, seq=seq, name=name, kind=kind, preferred=seq == 3, description=text, created_by=story.by,
                  rejected_because="" if seq != 2 else "Saves too little for what it costs")
        for seq, (name, kind, text) in enumerate(
            (("Do nothing", "do_nothing", "The work goes on by hand; nothing is built and nothing is saved."),
             ("Extend what exists", "option", "The software of today gets the two functions that are missing most."),
             (story.plot.name, "option", "One new service takes the place of the work by hand, in two years.")), 1
        )
    )  # fmt: skip
    gain = Decimal(str(round(story.chance.uniform(0.28, 0.62), 2)))
    CbaLine.objects.bulk_create(_lines(story, options[1], Decimal("0.4"), gain / 2))
    CbaLine.objects.bulk_create(_lines(story, options[2], Decimal(1), gain))
    if issued:
        made.state, made.approved_by, made.approved_at = Cba.State.ISSUED, story.boss, at(on, 15)
        made.save(update_fields=["state", "approved_by", "approved_at"])
    return made


def _lines(story, option, size, gain):
    """Build cost in the first two years, running cost and yearly saving afterwards."""
    total = Decimal(story.plot.budget_k * 1000) * size
    build = [(0, Decimal("0.6")), (1, Decimal("0.4"))] if story.plot.months > 9 else [(0, Decimal(1))]

    def line(kind, label, year, amount, **more):
        return CbaLine(option=option, kind=kind, label=label, year=year, amount=quantise(amount, EURO),
                       created_by=story.by, evidence="Figures of the unit", **more)  # fmt: skip

    yield from (line("cost", "Build", year, total * part, cost_class="capex", one_off=True) for year, part in build)
    for year in range(1, HORIZON + 1):
        yield line("cost", "Operation", year, total * Decimal("0.06"), cost_class="opex")
        if year > 1 or len(build) == 1:
            yield line("benefit", "Hours saved", year, total * gain * Decimal("0.7"), stakeholder_group="Units")
            yield line("benefit", "Licences given up", year, total * gain * Decimal("0.3"), stakeholder_group="ICT")


def benefits(story):
    """Two improvements with their measures; what is finished has first results."""
    finished = story.plot.state in ("closed", "closing")
    end = day_of(story.project.plan_finish)
    names = (("Hours saved", "hours a year", Benefit.Category.CASHABLE, 12, "up"),
             ("Shorter waiting", "days", Benefit.Category.QUANTIFIED, 1, "down"))  # fmt: skip
    for name, unit, category, size, direction in names:
        benefit = Benefit.objects.create(
            project=story.project, name=name, category=category, owner=story.project.sponsor,
            beneficiary="Units and citizens", created_by=story.by, approved_by=story.boss,
            state=Benefit.State.REALISING if finished else Benefit.State.APPROVED,
            approved_at=at(story.project.start - 35 * DAY, 15),
        )  # fmt: skip
        before, after = (0, story.plot.budget_k * size) if direction == "up" else (14, 4)
        measure = BenefitMeasure.objects.create(
            benefit=benefit, name=name, unit=unit, direction=direction, baseline_value=before,
            baseline_on=story.project.start, target=after, target_on=end + 730 * DAY, source="Count of the unit",
            created_by=story.by,
        )  # fmt: skip
        BenefitPoint.objects.bulk_create(_points(story, measure, before, after, end, finished))


def _points(story, measure, before, after, end, finished):
    for no, share in enumerate((Decimal("0.3"), Decimal("0.6"), Decimal("0.85"), Decimal(1)), 1):
        date = end + 182 * no * DAY
        planned = before + (after - before) * share
        reached = (
            before + (after - before) * share * Decimal("0.9") if finished and date <= story.council.today else None
        )
        yield BenefitPoint(measure=measure, date=date, planned=planned, realised=reached, created_by=story.by)

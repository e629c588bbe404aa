"""What could happen in a project of the demo, and what did?"""

from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.money import quantise
from portfolio.demo import catalogue
from portfolio.demo.money import EURO
from portfolio.demo.plans import DAY, FINISHED
from risks.engine.exposure import COST_SHARE, PROBABILITY
from risks.models import Risk, RiskAssessment, RiskResponse
from risks.services import draw_contingency, occur

INHERENT, CURRENT, RESIDUAL = RiskAssessment.Basis
# how likely and how costly a risk is on each basis, against today
BASES = {INHERENT: (Decimal("1.5"), Decimal("1.2")), CURRENT: (Decimal(1), Decimal(1)),
         RESIDUAL: (Decimal("0.6"), Decimal("0.8"))}  # fmt: skip
ANSWERS = {
    "threat": (("reduce", "Second person learns the work"), ("transfer", "Penalty in the contract"),
               ("avoid", "Take the part out of the first release"), ("contingent", "Keep the old way ready")),
    "opportunity": (("enhance", "Talk to the partner every month"), ("share", "Split the saving with the partner")),
}  # fmt: skip


def register(story):
    """Threats and one or two opportunities, judged on three bases, with answers; in hard times one has occurred."""
    chance, finished = story.chance, story.plot.state in (*FINISHED, "cancelled")
    threats = chance.sample(catalogue.RISKS, chance.randint(3, 5))
    texts = [("threat", *text) for text in threats] + [("opportunity", *chance.choice(catalogue.CHANCES))]
    rows = Risk.objects.bulk_create(_risk(story, no, *text) for no, text in enumerate(texts, 1))
    answers = RiskResponse.objects.bulk_create(_answer(story, risk) for risk in rows)
    size = Decimal(story.plot.budget_k * 1000)
    RiskAssessment.objects.bulk_create(row for risk in rows for row in _judged(story, risk, size))
    if story.plot.pace > 1.1 and not finished:
        _strike(story, rows[0])
    if finished:
        Risk.objects.filter(project=story.project).update(state="closed", close_reason="The work is done")
    return answers


def _risk(story, number, kind, cause, event, effect):
    states = ("treated", "monitoring", "monitoring", "assessed")
    review = story.council.today + DAY * story.chance.randint(-12, 40)
    return Risk(
        project=story.project, number=number, kind=kind, cause=cause, event=event, effect=effect,
        category=story.chance.choice(("supplier", "people", "data", "technology", "law")),
        owner=story.project.manager, state=states[number % len(states)], created_by=story.by, review_on=review,
        window=DateRange(story.project.start, story.council.today + 200 * DAY),
    )  # fmt: skip


def _answer(story, risk):
    strategy, action = ANSWERS[risk.kind][risk.number % len(ANSWERS[risk.kind])]
    done = risk.number % 3 == 0
    return RiskResponse(
        risk=risk, strategy=strategy, action=action, cost=Decimal(story.plot.budget_k),
        actionee=story.project.manager, due=story.edge + 30 * DAY, created_by=story.by,
        state="done" if done else "under_way", done_on=story.edge if done else None,
    )  # fmt: skip


def _judged(story, risk, size):
    """One judgement on each basis; a project in trouble has costlier risks."""
    worse = Decimal(str(max(0, story.plot.pace + story.plot.cost - 2)))
    likely = Decimal(story.chance.choice(("0.10", "0.15", "0.20", "0.25")))
    cost = size * Decimal(story.chance.choice(("0.02", "0.03", "0.04", "0.06"))) * (1 + 4 * worse)
    for basis, (more, dearer) in BASES.items():
        probability = min(likely * more * (1 + worse), Decimal("0.9")).quantize(Decimal("0.01"))
        impact = quantise(cost * dearer, EURO)
        on = story.project.start + 20 * DAY if basis == INHERENT else story.edge - 9 * DAY
        index, time = COST_SHARE.index(impact / size), story.chance.randint(1, 4)
        yield RiskAssessment(
            risk=risk, basis=basis, date=on, probability=probability, cost_impact=impact,
            time_impact_min=480 * story.chance.randint(2, 20), probability_index=PROBABILITY.index(probability),
            impact_index=max(index, time), impacts={"cost": index, "time": time}, assessor=story.by,
            created_by=story.by,
        )  # fmt: skip


def _strike(story, risk):
    """It happened: the risk is an issue now, and part of the contingency is gone."""
    cost = quantise(story.plot.budget_k * Decimal(18), EURO)
    on = story.edge - 40 * DAY
    story.council.diary.turn_to(on)
    draw_contingency(risk, by=story.by, on=on, amount=cost, reason="Extra work after the event")
    occur(risk, by=story.by, on=on, actual_impact=cost, severity=3)

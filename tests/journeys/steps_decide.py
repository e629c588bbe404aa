"""The steps of deciding: business case, proposal, approval, budget, baseline, start."""


def write_case(paul, project, year):
    """Paul compares doing nothing with the archive; both with their costs and benefits."""
    paul.go(f"/projects/{project.public_id}/case/").follow("Make a draft")
    paul.fill(
        base_year=year, horizon="4", rate="3.5", rate_source="Treasury, 2026", need="Requests take three weeks.",
        objectives="Answers within a day.", assumptions="Half of the visits move online.", recommendation="Do it.",
    ).save()  # fmt: skip
    for name, kind in (("Do nothing", "do nothing"), ("Citizen archive", "option"), ("Scan on demand", "option")):
        _back(paul, project).follow("Add an option").fill(name=name, kind=kind).save()
    _cash_flow(_back(paul, project), "Citizen archive", ("40000", *["5000"] * 4), ("", "20000", *["30000"] * 3))
    _cash_flow(_back(paul, project), "Scan on demand", ("10000", *["9000"] * 4), ("", *["8000"] * 4))
    _back(paul, project).follow("Citizen archive").press("Prefer this option")
    _back(paul, project).follow("Scan on demand").follow("Change the option")
    paul.fill(rejected_because="Each request still takes a week.").save()


def _back(paul, project):
    return paul.go(f"/projects/{project.public_id}/case/")


def _cash_flow(paul, option, costs, benefits):
    paul.follow(option).follow("Edit costs and benefits")
    for number, (label, kind, amounts) in enumerate([("Cost", "cost", costs), ("Gain", "benefit", benefits)]):
        row = {f"r{number}-y{year}": amount for year, amount in enumerate(amounts)}
        paul.fill(**{f"r{number}-label": label, f"r{number}-kind": kind}, **row)
    paul.press("Save all lines")


def issue_case(finn, project):
    finn.go(f"/projects/{project.public_id}/case/").press("Issue").sees("issued")


def propose(pam, project):
    pam.go(f"/projects/{project.public_id}/").follow("Propose").press("Propose")


def approve(sue, project):
    """Sue finds the proposal among her decisions and approves it."""
    sue.go("/").sees("Approve or reject the project").follow("Open the proposal").press("Approve")


def draft_budget(pam, project, tasks, first, last):
    """Pam plans 12,000 of contractors for the design and 18,000 of labour for the scanning, by month."""
    pam.go(f"/projects/{project.public_id}/budget/versions/").follow("New version")
    pam.fill(reason="First budget", funding_source="Council, line 4711").save()
    for category, cost_class, task, amount in (
        ("Contractors", "capex", tasks[1], "12000"), ("Internal labour", "opex", tasks[2], "18000"),
    ):  # fmt: skip
        pam.follow("Spread an amount")
        pam.fill(category=category, cost_class=cost_class, task=str(task), amount=amount)
        pam.fill(first=first.isoformat(), last=last.isoformat(), profile="by working time").save()
    pam.press("Submit for approval").sees("30,000.00", "submitted")


def approve_budget(finn, project):
    finn.go("/").sees("Approve the budget, version 1").follow("Open the budget").press("Approve").sees("approved")


def submit_baseline(pam, project):
    pam.go(f"/projects/{project.public_id}/plan/baselines/").follow("New version")
    pam.fill(reason="The plan as promised").save().press("Submit for approval")


def approve_baseline(sue, project):
    sue.go(f"/projects/{project.public_id}/plan/baselines/").follow("Version 1").follow("Approve")
    sue.sees("30.0 k").press("Approve dates and money")


def start(pam, project):
    pam.go(f"/projects/{project.public_id}/").follow("Start the work").press("Start the work")

"""The first steps of the chain: the portfolio comes in, is looked at, and a project is created and planned."""

from projects.models import Project, Task


def import_portfolio(paul, content, count):
    """Paul brings a file in: columns guessed and confirmed, loss report read, good rows imported."""
    paul.go("/portfolio/imports/").follow("Import a file").upload("projects.csv", "text/csv", content)
    paul.fill(as_of="2021-03-31").press("Read the file")
    paul.press("Check the file").sees("Loss report").press("Import good rows only")
    paul.follow("Open its projects").sees(f"{count} rows")


def look_at_the_portfolio(eve, count):
    """Eve sees the imported projects among hers, with what their file reported."""
    eve.go("/").sees("Decisions waiting")
    assert eve.figure("Projects") == str(count)
    eve.go("/portfolio/").sees(f"Total of {count}")


def create_project(paul, cast, start):
    """Paul creates the project by the waterfall method, with Pam as its manager and Sue as its sponsor."""
    paul.go("/projects/").follow("New project")
    paul.fill(
        name="Citizen archive", purpose="Citizens find their files without a visit to the office.",
        portfolio="Digital services", methodology="Waterfall", manager=cast.pam.person.name,
        sponsor=cast.sue.person.name, start=start.isoformat(),
    ).press("Create the project")  # fmt: skip
    return Project.objects.get(name="Citizen archive")


def write_charter(pam, project):
    pam.go(f"/projects/{project.public_id}/governance/").follow("Edit the charter")
    pam.fill(
        goals="By the end of the year 90 % of requests are answered online.", scope="Scanning, index, search, access.",
        exclusions="The paper itself stays where it is.", success="Visits to the office fall by half.",
        cost_tolerance="0.1", time_tolerance_days="14",
    ).save()  # fmt: skip


def name_team(pam, cast, project):
    """Tom becomes a member of the team by Pam's hand."""
    pam.follow("Roles", within="main nav")
    pam.fill(person=cast.tom.person.name, role="Team member").press("Give the role").sees(cast.tom.person.name)


def plan(pam, project):
    """Three tasks and a milestone below the stages of the method, linked by number, type and lag."""
    rows = [
        ("1", "Ask the citizens", "10d", "", "task"), ("2", "Design the index", "10d", "1.1", "task"),
        ("3", "Scan and index", "15d", "2.1SS+5d", "task"),
        ("3", "Archive is open", "0d", "2.1, 3.1FS", "milestone"),
    ]  # fmt: skip
    address = f"/projects/{project.public_id}/plan/"
    for stage, name, duration, waits_for, kind in rows:
        pam.go(address).follow(stage).follow("Add a task below it")
        pam.fill(name=name, duration=duration, kind=kind, predecessors=waits_for).save()
    pam.go(address).sees(*(row[1] for row in rows))
    return list(Task.objects.filter(project=project, kind="task").order_by("outline"))

"""How do two people who change the same project wait for each other?"""

from projects.models import Project


def locked(project):
    """The fresh row under a lock until the end of the transaction; rows that only point to it do not wait."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)

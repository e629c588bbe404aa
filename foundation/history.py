"""How does a business table keep every version of its rows?"""

import pghistory


def tracked(*, exclude=()):
    """Class decorator: insert, update and delete events by trigger, without the private columns."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
    )

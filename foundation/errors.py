"""Which refusals does a person read, and with which status?"""


class Refused(Exception):
    """A rule of the trade says no: 422, the sentence next to the field when `field` is named."""

    status = 422

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message, self.field = message, field


class IllegalMove(Refused):
    """A state machine has no such step, or its guard does not hold: 409 with the obstacles."""

    status = 409

    def __init__(self, message, *, obstacles=()):
        super().__init__(message)
        self.obstacles = tuple(obstacles)


class Conflict(Refused):
    """Somebody else changed the row since it was read: 409 with both values.

    `fields` holds (label, value now in the database, value that was sent).
    """

    status = 409

    def __init__(self, message, *, fields=()):
        super().__init__(message)
        self.fields = tuple(fields)

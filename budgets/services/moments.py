"""Which instant is meant when a service is told a day?"""

import datetime as dt


def instant(on):
    """An instant stays as it is; a day becomes its noon UTC, which is that day in nearly every zone."""
    if isinstance(on, dt.datetime):
        return on
    return dt.datetime(on.year, on.month, on.day, 12, tzinfo=dt.UTC)


def day(on):
    """The day of an instant in UTC; a day stays as it is."""
    return on.astimezone(dt.UTC).date() if isinstance(on, dt.datetime) else on

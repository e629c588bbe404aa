"""On which day did each act of the demo happen? All are written today, and nearly all belong to the past.

A council of three years whose record says that everything was decided this morning is not believed, and the
status report would call each project a new one. So the story says to which day it turns, and at the end every
act stands on its own day, in the order of the days.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection
from psycopg2.extras import execute_values

READ_AFTER = dt.timedelta(days=10)  # what rang in the bell before is read


@dataclass
class Diary:
    """The days of the story: each holds from its instant of writing until the next one."""

    today: dt.date
    turns: list = field(default_factory=list)  # [(instant, day)], by instant

    def turn_to(self, day):
        """What is written from now on happened on this day, or today if the day is still to come."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            self.turns.append((cursor.fetchone()[0], min(day, self.today)))

    def settle(self, zone):
        """Give acts and bells their days, from ten o'clock on; what is of today stays as it is."""
        self.turn_to(self.today)
        instants = [instant for instant, _day in self.turns]
        spans = [
            (since, until, day)
            for (since, day), until in zip(self.turns, instants[1:], strict=False)
            if day < self.today
        ]
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE turned (since timestamptz, until timestamptz, day date)")
            execute_values(cursor.cursor, "INSERT INTO turned VALUES %s", spans or [(None, None, None)])
            cursor.execute("SET LOCAL session_replication_role = replica")  # the record refuses every change otherwise
            cursor.execute(_ACTS, [zone])
            cursor.execute(_BELLS, [zone, READ_AFTER, READ_AFTER])
            cursor.execute("SET LOCAL session_replication_role = origin")
            cursor.execute("DROP TABLE turned")


# written anew in the order of the days, since the record is read by its numbers
_ACTS = """
    WITH act AS (DELETE FROM accounts_auditevent RETURNING *),
    dated AS (
        SELECT act.*, coalesce((turned.day + time '10:00') AT TIME ZONE %s + interval '20 seconds'
                               * row_number() OVER (PARTITION BY turned.day ORDER BY act.id), act.at) AS day_at
        FROM act LEFT JOIN turned ON act.at >= turned.since AND act.at < turned.until
    )
    INSERT INTO accounts_auditevent (public_id, at, actor_id, act, object_type, object_id, project_id, details)
    SELECT public_id, day_at, actor_id, act, object_type, object_id, project_id, details FROM dated ORDER BY day_at, id
"""
_BELLS = """
    WITH dated AS (
        SELECT bell.id, (turned.day + time '10:00') AT TIME ZONE %s + interval '20 seconds'
                        * row_number() OVER (PARTITION BY turned.day ORDER BY bell.id) AS day_at
        FROM accounts_notification AS bell
        JOIN turned ON bell.created_at >= turned.since AND bell.created_at < turned.until
    )
    UPDATE accounts_notification AS bell
    SET created_at = day_at, read_at = CASE WHEN day_at < now() - %s::interval THEN day_at + %s::interval END
    FROM dated WHERE dated.id = bell.id
"""

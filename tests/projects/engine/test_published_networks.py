"""Networks with published dates: the schedule must say what the books say.

Sources: Vanhoucke, Integrated Project Management and Control (2014) p. 6; Vanhoucke,
Measuring Time (2009) p. 18; relation-type cases of the R package criticalpath;
a ten-activity PERT example. Days there are days of the clock here.
"""

from datetime import datetime

import pytest

from projects.engine.calendar import CLOCK, DAY, five_day_week, to_minutes
from projects.engine.network import Activity, Link
from projects.engine.schedule import schedule

START = to_minutes(datetime(2024, 1, 1))

# Of each: its length in days; per activity the duration, ES, EF, LS and LF; the links as words.
NETWORKS = {
    "cost information system 2014": (
        11,
        {
            1: (1, 0, 1, 0, 1),
            2: (2, 1, 3, 1, 3),
            3: (2, 1, 3, 3, 5),
            4: (4, 3, 7, 3, 7),
            5: (3, 3, 6, 4, 7),
            6: (3, 3, 6, 4, 7),
            7: (3, 3, 6, 5, 8),
            8: (2, 3, 5, 6, 8),
            9: (1, 3, 4, 7, 8),
            10: (1, 3, 4, 7, 8),
            11: (2, 7, 9, 7, 9),
            12: (1, 6, 7, 8, 9),
            13: (1, 5, 6, 8, 9),
            14: (1, 4, 5, 8, 9),
            15: (1, 4, 5, 8, 9),
            16: (2, 9, 11, 9, 11),
            17: (1, 9, 10, 10, 11),
        },
        (
            "1 2;1 3;2 4;2 5;2 6;3 7;3 8;3 9;3 10;4 11;5 11;6 11;7 12;8 13;9 14;10 15;"
            "11 16;11 17;12 16;12 17;13 16;13 17;14 16;14 17;15 16;15 17"
        ),
    ),
    "measuring time 2009": (
        16,
        {
            1: (0, 0, 0, 0, 0),
            2: (4, 0, 4, 0, 4),
            3: (9, 0, 9, 4, 13),
            4: (1, 0, 1, 2, 3),
            5: (4, 4, 8, 4, 8),
            6: (5, 1, 6, 3, 8),
            7: (1, 6, 7, 8, 9),
            8: (7, 7, 14, 9, 16),
            9: (8, 8, 16, 8, 16),
            10: (3, 9, 12, 13, 16),
            11: (3, 7, 10, 13, 16),
            12: (0, 16, 16, 16, 16),
        },
        "1 2;1 3;1 4;2 5;3 10;4 6;5 9;6 7;7 8;7 11;8 12;9 12;10 12;11 12",
    ),
    "finish to start, lag 2": (
        12,
        {1: (1, 0, 1, 0, 1), 2: (3, 1, 4, 1, 4), 3: (5, 6, 11, 6, 11), 4: (1, 11, 12, 11, 12)},
        "1 2;2 3 FS 2;3 4",
    ),
    "finish to finish, equal lengths": (
        5,
        {1: (1, 0, 1, 0, 1), 2: (3, 1, 4, 1, 4), 3: (3, 1, 4, 1, 4), 4: (1, 4, 5, 4, 5)},
        "1 2;2 3 FF 0;3 4",
    ),
    "start to start, lag 2": (
        7,
        {1: (1, 0, 1, 0, 1), 2: (3, 1, 4, 1, 4), 3: (3, 3, 6, 3, 6), 4: (1, 6, 7, 6, 7)},
        "1 2;2 3 SS 2;3 4",
    ),
}
CRITICAL = {"cost information system 2014": {1, 2, 4, 11, 16}}


def network(name, calendar, day):
    _, rows, text = NETWORKS[name]
    links = []
    for part in text.split(";"):
        pred, succ, *rest = part.split()
        kind, lag = rest or ("FS", 0)
        links.append(Link(int(pred), int(succ), kind, int(lag) * day))
    return [Activity(key, row[0] * day, calendar) for key, row in rows.items()], links


@pytest.mark.parametrize("name", NETWORKS)
def test_dates_are_those_that_were_published(name):
    length, rows, _ = NETWORKS[name]
    result = schedule(*network(name, CLOCK, DAY), START)
    assert result.finish == START + length * DAY
    for key, (_, *days) in rows.items():
        got = result[key]
        assert (got.es, got.ef, got.ls, got.lf) == tuple(START + d * DAY for d in days), key
        assert got.total_float_min == (days[2] - days[0]) * DAY


@pytest.mark.parametrize("name", NETWORKS)
def test_eight_hour_days_give_the_same_float_in_working_days(name):
    _, rows, _ = NETWORKS[name]
    result = schedule(*network(name, five_day_week(), 480), START)
    for key, (_, early, _, late, _) in rows.items():
        assert result[key].total_float_min == (late - early) * 480


@pytest.mark.parametrize("name", CRITICAL)
def test_the_critical_path_is_the_published_one(name):
    result = schedule(*network(name, CLOCK, DAY), START)
    assert {row.key for row in result if row.is_critical} == CRITICAL[name]
    assert {row.key for row in result if row.on_longest_path} == CRITICAL[name]


def test_the_pert_example_takes_17_days_along_c_f_h_j():
    expected = dict(zip("ABCDEFGHIJ", (6, 3, 4, 2, 3, 5, 3, 5, 5, 3), strict=True))
    links = [Link(*pair) for pair in ("AD", "BE", "CF", "CG", "EH", "FH", "DI", "HJ", "GJ")]
    activities = [Activity(key, days * DAY, CLOCK) for key, days in expected.items()]
    result = schedule(activities, links, START)
    assert result.finish == START + 17 * DAY
    assert "".join(row.key for row in result if row.is_critical) == "CFHJ"

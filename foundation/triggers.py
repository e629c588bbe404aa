"""Which rules about rows does Postgres keep for us, by trigger?"""

import pgtrigger


def _forbid(name, operation, message):
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=operation,
        func=f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';",
    )


def append_only(name="append_only"):
    """Rows may be inserted, never changed, deleted or truncated."""
    forbidden = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    return _forbid(name, forbidden, "rows of this table are never changed or deleted")


def no_truncate(name="no_truncate"):
    return _forbid(name, pgtrigger.Truncate, "this table is never truncated")


def frozen_when(condition, *, name, message, operation=None, allow=None):
    """Refuse a change of a row while `condition` (SQL over OLD) holds, unless `allow` (SQL over OLD, NEW) does.

    `frozen_when("OLD.state = 'approved'", allow="NEW.state = 'superseded'", ...)`
    """
    exception = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"
    permit = f"IF TG_OP = 'UPDATE' AND ({allow}) THEN RETURN NEW; END IF;" if allow else ""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation or (pgtrigger.Update | pgtrigger.Delete),
        func=(
            f"IF {condition} THEN {permit} {exception} END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        ),
    )


def same_project(column, table, *, name="same_project", own="NEW.project_id"):
    """The row that `column` points to (in `table`) belongs to the project of this row, or there is none.

    `same_project("stage_id", "projects_stage")`; `own` is an SQL expression when the row has no project_id.
    """
    return refuse(
        name=name,
        failing=(
            f"NEW.{column} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM {table} t WHERE t.id = NEW.{column} AND t.project_id = ({own}))"
        ),
        message="both rows belong to one project",
    )


def deferred_check(*, name, failing, message, operation=None, declare=None):
    """At commit, refuse the row for which `failing` (an SQL condition over NEW or OLD) holds.

    A deferred constraint trigger: inside one transaction the rows may pass through wrong states.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation or (pgtrigger.Insert | pgtrigger.Update),
        timing=pgtrigger.Deferred,
        declare=declare,
        func=(f"IF {failing} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"),
    )


def refuse(*, name, failing, message, operation=None, declare=None):
    """At once, refuse the row for which `failing` (an SQL condition over NEW) holds."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation or (pgtrigger.Insert | pgtrigger.Update),
        declare=declare,
        func=(f"IF {failing} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"),
    )


def steps(*allowed, name="steps", first, message):
    """A row begins in state `first` and moves only along the `allowed` pairs of states.

    `steps(("draft", "submitted"), ("submitted", "approved"), first="draft", message="...")`. It looks
    after the check constraints, which know the states and tell a wrong word from a wrong step.
    """
    pairs = ", ".join(f"('{before}', '{after}')" for before, after in allowed)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.state <> '{first}' THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;
            ELSIF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN ({pairs}) THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )

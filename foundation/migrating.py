"""Why does a new database not cost a minute of processor time?

Django keeps a drawing of all models while it migrates, and redraws every related model after each
single constraint, index and trigger. Our tables have hundreds of them: nine tenths of the time of
`migrate` went into drawings that nobody looked at (49 s, and 9 s without them). Here a
run of such operations is redrawn once, after its last; every other operation sees what it always saw.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations import AddConstraint, AddIndex, Migration
from pgtrigger.migrations import AddTrigger

ADDITIONS = (AddConstraint, AddIndex, AddTrigger)  # they change no field, so no other model's drawing


@contextmanager
def drawn_once_per_run() -> Iterator[None]:
    """While this is open, migrations redraw once after each run of additions."""
    runs = _Runs()
    apply, originals = Migration.apply, {kind: kind.state_forwards for kind in ADDITIONS}
    Migration.apply = runs.noting(apply)
    for kind, original in originals.items():
        kind.state_forwards = runs.drawing_late(original)
    try:
        yield
    finally:
        Migration.apply = apply
        for kind, original in originals.items():
            kind.state_forwards = original


class _Runs:
    """The additions of a migration that another addition follows, and the models not redrawn yet."""

    def __init__(self):
        self._followed: set[int] = set()
        self._waiting: set[tuple[str, str]] = set()

    def noting(self, apply):
        """Migration.apply that first finds the runs among its operations."""

        def apply_with_runs(migration, project_state, schema_editor, collect_sql=False):
            pairs = zip(migration.operations, migration.operations[1:], strict=False)
            self._followed = {id(one) for one, next_one in pairs if _adds(one) and _adds(next_one)}
            return apply(migration, project_state, schema_editor, collect_sql)

        return apply_with_runs

    def drawing_late(self, original):
        """state_forwards of an addition that leaves redrawing to the last of its run."""

        def state_forwards(operation, app_label, state):
            self._waiting.add((app_label, operation.model_name_lower))
            state.reload_model = lambda *_, **__: None
            try:
                original(operation, app_label, state)
            finally:
                del state.reload_model
            if id(operation) not in self._followed:
                self._redraw(state)

        return state_forwards

    def _redraw(self, state):
        if "apps" in state.__dict__:
            state.reload_models(set(self._waiting), delay=True)
        self._waiting.clear()


def _adds(operation) -> bool:
    return isinstance(operation, ADDITIONS)

"""Why does a new database not cost a minute of processor time?

Django keeps a drawing of all models while it migrates, and redraws every related model after each
single operation. Our tables have hundreds of constraints, indexes and triggers: nine tenths of the
time of `migrate` went into drawings that nobody looked at. Here a run of additions is redrawn as a
whole once, after its last; inside the run a new table or column draws its own model alone, since
that is all that the database's statement is made from. Every other operation sees what it always saw.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from pgtrigger.migrations import AddTrigger

UNSEEN = (AddConstraint, AddIndex, AddTrigger)  # they change no field, so no model's drawing
ADDITIONS = (*UNSEEN, CreateModel, AddField)


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
            self._waiting.add((app_label, _model_of(operation)))
            last = id(operation) not in self._followed
            state.reload_model = _not_now if last or isinstance(operation, UNSEEN) else _alone(state)
            try:
                original(operation, app_label, state)
            finally:
                del state.reload_model
            if last:
                self._redraw(state)

        return state_forwards

    def _redraw(self, state):
        if "apps" in state.__dict__:
            state.reload_models(set(self._waiting), delay=True)
        self._waiting.clear()


def _adds(operation) -> bool:
    return isinstance(operation, ADDITIONS)


def _model_of(operation) -> str:
    return operation.name_lower if isinstance(operation, CreateModel) else operation.model_name_lower


def _not_now(*_, **__):
    """The end of the run draws it."""


def _alone(state):
    """Draw one model and leave its relatives as they are until the run ends."""

    def draw(app_label, model_name, delay=False):
        if "apps" in state.__dict__:
            state.apps.unregister_model(app_label, model_name)
            state.apps.render_multiple([state.models[app_label, model_name]])

    return draw

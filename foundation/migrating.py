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
    apply = Migration.apply
    waiting: set[tuple[str, str]] = set()
    inside_run: set[int] = set()  # ids of additions that another addition follows

    def apply_with_runs(self, project_state, schema_editor, collect_sql=False):
        inside_run.clear()
        inside_run.update(
            id(operation)
            for operation, following in zip(self.operations, self.operations[1:], strict=False)
            if isinstance(operation, ADDITIONS) and isinstance(following, ADDITIONS)
        )
        return apply(self, project_state, schema_editor, collect_sql)

    def forwards(original):
        def state_forwards(self, app_label, state):
            waiting.add((app_label, self.model_name_lower))
            state.reload_model = lambda *_, **__: None
            try:
                original(self, app_label, state)
            finally:
                del state.reload_model
            if id(self) not in inside_run:
                if "apps" in state.__dict__:
                    state.reload_models(set(waiting), delay=True)
                waiting.clear()

        return state_forwards

    originals = {kind: kind.state_forwards for kind in ADDITIONS}
    Migration.apply = apply_with_runs
    for kind, original in originals.items():
        kind.state_forwards = forwards(original)
    try:
        yield
    finally:
        Migration.apply = apply
        for kind, original in originals.items():
            kind.state_forwards = original

"""Which addresses does the plan have?"""

from django.urls import path

from projects.views import baselines, cells, links, tasks
from projects.views import plan as pages

_PLAN = "projects/<uuid:project_id>/plan/"
_TASK = _PLAN + "tasks/<uuid:object_id>/"
_LINK = _PLAN + "links/<uuid:object_id>/"
_BASELINES = "projects/<uuid:project_id>/plan/baselines/"
_BASELINE = _BASELINES + "<uuid:object_id>/"

plan = [
    path(_PLAN, pages.plan, name="plan"),
    path(_PLAN + "panel/", pages.panel, name="panel"),
    path("projects/<uuid:project_id>/milestones/", pages.milestones, name="milestones"),
    path(_PLAN + "data-date/", pages.set_data_date, name="data_date_set"),
    path(_PLAN + "tasks/add/", tasks.add, name="task_add"),
    path(_TASK, tasks.task, name="task"),
    path(_TASK + "edit/", tasks.edit, name="task_edit"),
    path(_TASK + "cell/", cells.edit_cell, name="task_cell"),
    path(_TASK + "progress/", tasks.progress, name="task_progress"),
    path(_TASK + "progress/cell/", cells.progress_cell, name="task_progress_cell"),
    path(_TASK + "move/", tasks.move, name="task_move"),
    path(_TASK + "delete/", tasks.delete, name="task_delete"),
    path(_TASK + "cancel/", tasks.cancel, name="task_cancel"),
    path(_TASK + "restore/", tasks.restore, name="task_restore"),
    path(_TASK + "links/add/", links.add, name="link_add"),
    path(_LINK, links.edit, name="link_edit"),
    path(_LINK + "remove/", links.remove, name="link_remove"),
    path(_BASELINES, baselines.listed, name="baselines"),
    path(_BASELINES + "add/", baselines.draft, name="baseline_draft"),
    path(_BASELINE, baselines.compared, name="baseline"),
    path(_BASELINE + "submit/", baselines.submit, name="baseline_submit"),
    path(_BASELINE + "return/", baselines.send_back, name="baseline_return"),
    path(_BASELINE + "delete/", baselines.delete, name="baseline_delete"),
]

"""Which addresses do projects, charter, stages, issues, lessons, closure, roles and people have?"""

from django.urls import path

from projects.views import closure, hierarchy, issues, lessons, people, projects, team
from projects.views import governance as pages

P = "projects/<uuid:project_id>"
G = f"{P}/governance"
F = "portfolios/<uuid:portfolio_id>"
H = "settings/people/<uuid:person_id>"
ROW = "<uuid:object_id>"

governance = [
    path("projects/", projects.project_list, name="list"),
    path("projects/new/", projects.project_create, name="create"),
    path("projects/new/stages/", projects.project_stages, name="stages_preview"),
    path(f"{G}/", pages.governance, name="governance"),
    path(f"{G}/charter/", pages.charter_edit, name="charter_edit"),
    path(f"{G}/settings/", pages.settings_edit, name="settings_edit"),
    path(f"{G}/stages/{ROW}/", pages.stage_edit, name="stage_edit"),
    path(f"{G}/gates/{ROW}/", pages.gate, name="gate"),
    path(f"{G}/gates/{ROW}/hold/", pages.gate_hold, name="gate_hold"),
    path(f"{G}/gates/{ROW}/decide/", pages.gate_decide, name="gate_decide"),
    path(f"{G}/lessons/", lessons.lessons, name="lessons"),
    path(f"{G}/lessons/new/", lessons.lesson_add, name="lesson_add"),
    path(f"{G}/lessons/{ROW}/", lessons.lesson_edit, name="lesson_edit"),
    path(f"{G}/lessons/{ROW}/advance/", lessons.lesson_advance, name="lesson_advance"),
    path("lessons/", lessons.lesson_search, name="lesson_search"),
    path(f"{G}/closure/", closure.closure, name="closure"),
    path(f"{G}/closure/{ROW}/", closure.closure_item, name="closure_item"),
    path(f"{G}/actions/new/", closure.action_add, name="action_add"),
    path(f"{G}/actions/{ROW}/done/", closure.action_done, name="action_done"),
    path(f"{G}/roles/", team.team_roles_page, name="team_roles"),
    path(f"{G}/roles/{ROW}/end/", team.team_role_end, name="team_role_end"),
    path(f"{P}/issues/", issues.issues, name="issues"),
    path(f"{P}/issues/own/", issues.issues_own, name="issues_own"),
    path(f"{P}/issues/new/", issues.issue_add, name="issue_add"),
    path(f"{P}/issues/{ROW}/", issues.issue, name="issue"),
    path(f"{P}/issues/{ROW}/edit/", issues.issue_edit, name="issue_edit"),
    path(f"{P}/issues/{ROW}/close/", issues.issue_close, name="issue_close"),
    path(f"{P}/issues/{ROW}/hand-over/", issues.issue_hand_over, name="issue_hand_over"),
    path("portfolios/", hierarchy.portfolio_list, name="portfolio_list"),
    path("portfolios/new/", hierarchy.portfolio_add, name="portfolio_add"),
    path(f"{F}/", hierarchy.portfolio_edit, name="portfolio_edit"),
    path(f"{F}/archive/", hierarchy.portfolio_archive, name="portfolio_archive"),
    path(f"{F}/programmes/new/", hierarchy.programme_add, name="programme_add"),
    path(f"{F}/programmes/<uuid:programme_id>/", hierarchy.programme_edit, name="programme_edit"),
    path(f"{F}/programmes/<uuid:programme_id>/archive/", hierarchy.programme_archive, name="programme_archive"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.person_add, name="person_add"),
    path(f"{H}/", people.person, name="person"),
    path(f"{H}/link/", people.person_link, name="person_link"),
    path(f"{H}/active/", people.person_active, name="person_active"),
    path(f"{H}/roles/", people.person_grant, name="person_grant"),
    path(f"{H}/roles/<uuid:role_id>/end/", people.person_revoke, name="person_revoke"),
    path("password/<str:uidb64>/<str:token>/", people.password_set, name="password_set"),
]

"""Which addresses does this app have?"""

from django.urls import path

from staffing.views import absences, approvals, home, my_time, people, project_time, rates, team, time_report

app_name = "staffing"

TEAM = "projects/<uuid:project_id>/team/"
ONE = f"{TEAM}<uuid:object_id>/"
TIME = "projects/<uuid:project_id>/time/"

urlpatterns = [
    path("staffing/", home.home, name="home"),
    path("staffing/people/", people.people_list, name="people_list"),
    path("staffing/people/new/", people.person_add, name="person_add"),
    path("staffing/people/<uuid:object_id>/", people.person_open, name="person_open"),
    path("staffing/people/<uuid:object_id>/employ/", people.person_employ, name="person_employ"),
    path("staffing/employments/<uuid:object_id>/", people.employment_edit, name="employment_edit"),
    path("staffing/roles/", rates.role_list, name="role_list"),
    path("staffing/roles/new/", rates.role_add, name="role_add"),
    path("staffing/roles/<uuid:object_id>/rate/", rates.role_rate, name="role_rate"),
    path("staffing/personal-rates/", rates.person_rates, name="person_rates"),
    path("staffing/personal-rates/new/", rates.person_rate_set, name="person_rate_set"),
    path("staffing/absences/", absences.absence_list, name="absence_list"),
    path("staffing/absences/new/", absences.absence_add, name="absence_add"),
    path("staffing/absences/<uuid:object_id>/remove/", absences.absence_remove, name="absence_remove"),
    path("my/absences/", absences.my_absences, name="my_absences"),
    path("my/absences/<uuid:object_id>/remove/", absences.my_absence_remove, name="my_absence_remove"),
    path("my/allocations/", absences.my_allocations, name="my_allocations"),
    path("my/time/", my_time.my_time, name="my_time"),
    path("my/time/copy/", my_time.my_time_copy, name="my_time_copy"),
    path("my/time/correct/", my_time.my_time_correct, name="my_time_correct"),
    path("time/lines/", project_time.line_list, name="line_list"),
    path("time/approvals/", approvals.approval_list, name="approval_list"),
    path("time/approvals/<uuid:object_id>/", approvals.sheet_open, name="sheet_open"),
    path("time/approvals/<uuid:object_id>/approve/", approvals.sheet_approve, name="sheet_approve"),
    path("time/approvals/<uuid:object_id>/return/", approvals.sheet_return, name="sheet_return"),
    path("time/report/", time_report.time_report, name="time_report"),
    path("time/entries/", time_report.entry_list, name="entry_list"),
    path(TEAM, team.team, name="team"),
    path(f"{TEAM}panel/", team.team_panel, name="panel"),
    path(f"{TEAM}request/", team.allocation_request, name="allocation_request"),
    path(ONE, team.allocation_open, name="allocation_open"),
    path(f"{ONE}propose/", team.allocation_propose, name="allocation_propose"),
    path(f"{ONE}confirm/", team.allocation_confirm, name="allocation_confirm"),
    path(f"{ONE}decline/", team.allocation_decline, name="allocation_decline"),
    path(f"{ONE}allow/", team.allocation_allow, name="allocation_allow"),
    path(f"{ONE}end/", team.allocation_end, name="allocation_end"),
    path(TIME, project_time.project_time, name="project_time"),
    path(f"{TIME}approve/", project_time.line_approve, name="line_approve"),
    path(f"{TIME}return/", project_time.line_return, name="line_return"),
]

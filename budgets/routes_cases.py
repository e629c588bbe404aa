"""Which addresses do business cases and benefits have?"""

from django.urls import path

from budgets.views import benefits, cases, cases_options

P = "projects/<uuid:project_id>/"
ONE = "<uuid:object_id>/"

routes = [
    path(f"{P}case/", cases.case, name="case"),
    path(f"{P}case/add/", cases.add_case, name="case_add"),
    path(f"{P}case/{ONE}", cases.case_version, name="case_version"),
    path(f"{P}case/{ONE}edit/", cases.edit_case, name="case_edit"),
    path(f"{P}case/{ONE}copy/", cases.copy_case, name="case_copy"),
    path(f"{P}case/{ONE}issue/", cases.issue_case, name="case_issue"),
    path(f"{P}case/{ONE}delete/", cases.delete_case, name="case_delete"),
    path(f"{P}case/{ONE}export/", cases.export_case, name="case_export"),
    path(f"{P}case/{ONE}options/add/", cases_options.add_option, name="option_add"),
    path(f"{P}case/options/{ONE}", cases_options.option, name="option"),
    path(f"{P}case/options/{ONE}lines/", cases_options.edit_lines, name="option_lines"),
    path(f"{P}case/options/{ONE}edit/", cases_options.edit_option, name="option_edit"),
    path(f"{P}case/options/{ONE}prefer/", cases_options.prefer_option, name="option_prefer"),
    path(f"{P}case/options/{ONE}delete/", cases_options.delete_option, name="option_delete"),
    path(f"{P}benefits/", benefits.benefits, name="benefits"),
    path(f"{P}benefits/add/", benefits.add_benefit, name="benefit_add"),
    path(f"{P}benefits/{ONE}", benefits.benefit, name="benefit"),
    path(f"{P}benefits/{ONE}edit/", benefits.edit_benefit, name="benefit_edit"),
    path(f"{P}benefits/{ONE}approve/", benefits.approve_benefit, name="benefit_approve"),
    path(f"{P}benefits/{ONE}move/", benefits.move_benefit, name="benefit_move"),
    path(f"{P}benefits/{ONE}measures/add/", benefits.add_measure, name="measure_add"),
    path(f"{P}benefits/measures/{ONE}edit/", benefits.edit_measure, name="measure_edit"),
    path(f"{P}benefits/measures/{ONE}delete/", benefits.delete_measure, name="measure_delete"),
    path(f"{P}benefits/measures/{ONE}plan/", benefits.plan_point, name="point_plan"),
    path(f"{P}benefits/measures/{ONE}realise/", benefits.realise_point, name="point_realise"),
    path("my/benefits/", benefits.my_benefits, name="my_benefits"),
    path(f"my/benefits/measures/{ONE}", benefits.my_value, name="my_value"),
]

"""Which addresses do risks have?"""

from django.urls import path

from risks import views

app_name = "risks"
_PROJECT = "projects/<uuid:project_id>/risks/"
_RISK = _PROJECT + "<uuid:object_id>/"
urlpatterns = [
    path("risks/", views.home, name="home"),
    path(_PROJECT, views.register, name="register"),
    path(_PROJECT + "panel/", views.panel, name="panel"),
    path(_PROJECT + "new/", views.identify, name="identify"),
    path(_RISK, views.risk, name="risk"),
    path(_RISK + "edit/", views.edit, name="edit"),
    path(_RISK + "assess/", views.assess, name="assess"),
    path(_RISK + "responses/new/", views.respond, name="respond"),
    path(_RISK + "monitor/", views.monitor, name="monitor"),
    path(_RISK + "occur/", views.occur, name="occur"),
    path(_RISK + "close/", views.close, name="close"),
    path(_RISK + "reopen/", views.reopen, name="reopen"),
    path(_RISK + "draw/", views.draw, name="draw"),
    path(_PROJECT + "responses/<uuid:object_id>/", views.move_response, name="move_response"),
]

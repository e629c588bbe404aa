"""Where does a person find the long work that he asked for?"""

from django.urls import path

from foundation.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.show_list, name="list"),
    path("<uuid:job_id>/", views.show_job, name="page"),
    path("<uuid:job_id>/piece/", views.show_piece, name="piece"),
    path("<uuid:job_id>/cancel/", views.cancel_job, name="cancel"),
]

"""Where does a person sign in?"""

from django.urls import path

from foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/demo/<uuid:user_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("bell/", views.bell, name="bell"),
    path("bell/read/", views.bell_read, name="bell_read"),
]

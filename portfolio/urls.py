"""Which addresses does the site have?"""

from django.urls import include, path

urlpatterns = [
    path("", include("foundation.accounts.urls")),
]

"""Which addresses does the site have?"""

from django.urls import include, path

from portfolio.views.styleguide import styleguide

urlpatterns = [
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("foundation.accounts.urls")),
]

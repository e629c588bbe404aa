"""Which addresses do reports have?"""

from django.urls import path

from reports import views

app_name = "reports"
_PROJECT = "projects/<uuid:project_id>/reports/"
_DOCUMENT = _PROJECT + "<uuid:object_id>/"
_PORTFOLIO_ALL = "portfolios/<uuid:portfolio_id>/reports/"
_PORTFOLIO = _PORTFOLIO_ALL + "<uuid:document_id>/"
urlpatterns = [
    path("reports/", views.home, name="home"),
    path("verify/", views.verify, name="verify"),
    path(_PROJECT, views.project, name="project"),
    path(_PROJECT + "new/", views.ask, name="ask"),
    path(_DOCUMENT, views.document, name="document"),
    path(_DOCUMENT + "download/", views.download, name="download"),
    path(_DOCUMENT + "signing/", views.start_signing, name="start_signing"),
    path(_DOCUMENT + "sign/", views.sign, name="sign"),
    path(_DOCUMENT + "reject/", views.reject, name="reject"),
    path(_PORTFOLIO_ALL, views.portfolio_reports, name="portfolio"),
    path(_PORTFOLIO, views.portfolio_document, name="portfolio_document"),
    path(_PORTFOLIO + "download/", views.portfolio_download, name="portfolio_download"),
    path(_PORTFOLIO + "issue/", views.portfolio_issue, name="portfolio_issue"),
]

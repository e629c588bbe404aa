"""Which addresses does this app have? Each half of it keeps its own list."""

from projects.views.governance_routes import governance
from projects.views.plan_routes import plan

app_name = "projects"
urlpatterns = [*plan, *governance]

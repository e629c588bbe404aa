"""Which addresses does this app have?"""

app_name = "risks"
urlpatterns = []

"""Which addresses does the site have?"""

urlpatterns = []

"""What may a person say on the pages of the portfolio?"""

from portfolio.forms.projects import MoveForm, OverrideForm
from portfolio.forms.views import SavedViewForm

__all__ = ["MoveForm", "OverrideForm", "SavedViewForm"]

"""What may a person say on the pages of the portfolio?"""

from portfolio.forms.projects import MoveForm, OverrideForm

__all__ = ["MoveForm", "OverrideForm"]

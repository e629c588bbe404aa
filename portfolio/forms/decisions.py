"""Which of the waiting decisions does the address ask for?"""

from django import forms

from projects.models import Portfolio


class DecisionFilter(forms.Form):
    """`kinds`: those that the reader can take; `portfolios`: those that he sees."""

    kind = forms.ChoiceField(required=False)
    portfolio = forms.ModelChoiceField(Portfolio.objects.none(), required=False, to_field_name="public_id")
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def __init__(self, data, *, kinds, portfolios):
        super().__init__(data)
        self.fields["kind"].choices = [("", ""), *((kind.key, kind.label) for kind in kinds)]
        self.fields["portfolio"].queryset = portfolios

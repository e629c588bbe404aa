"""How is a link between two tasks typed in?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StrictForm
from projects.engine.plan_text import TextError, read_links
from projects.models import Dependency, Task


class LagField(forms.CharField):
    """`2d`, `-4h`, `+1ed`; gives (minutes, lag calendar)."""

    def __init__(self, *, hours, **kwargs):
        self.hours = hours
        super().__init__(**kwargs)

    def clean(self, value):
        text = super().clean(value).strip()
        if not text or text == "0":
            return 0, Dependency.LagCalendar.SUCC
        signed = text if text[0] in "+-\u2212" else f"+{text}"
        try:
            (link,) = read_links(f"1FS{signed}", self.hours)
        except (TextError, ValueError) as error:
            raise forms.ValidationError(_("Write a lag such as 2d, a lead such as -4h.")) from error
        return link.lag_min, link.lag_calendar


class LinkForm(StrictForm):
    """The predecessor (for a new link), the type and the lag."""

    pred = forms.ModelChoiceField(label=_("Waits for"), queryset=Task.objects.none(), to_field_name="public_id")
    type = forms.ChoiceField(label=_("Type"), choices=Dependency.Type.choices, initial="FS")
    lag = forms.CharField(label=_("Lag"), required=False)
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, project, hours, link=None, initial=None, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["lag"] = LagField(
            label=_("Lag"), hours=hours, required=False, max_length=30,
            help_text=_("In working time: 2d; a lead with a minus: -4h; around the clock: 1ed."),
        )  # fmt: skip
        if link is not None:
            del self.fields["pred"]
            return
        leaves = Task.objects.filter(project=project, children=None).exclude(kind=Task.Kind.SUMMARY)
        self.fields["pred"].queryset = leaves.order_by("outline")

    def values(self):
        lag_min, lag_calendar = self.cleaned_data["lag"]
        return {"type": self.cleaned_data["type"], "lag_min": lag_min, "lag_calendar": lag_calendar}

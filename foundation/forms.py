"""Which rules keep all forms: nothing that the form does not ask, no edit without its row's version?"""

from django import forms
from django.core.exceptions import BadRequest
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from foundation.errors import Refused
from foundation.periods import FIRST_DAY, LAST_DAY

BESIDES = {"csrfmiddlewaretoken"}
DASHES = BLANK_CHOICE_DASH[0][1]


def attempt(form, act):
    """Call `act()` and keep what it returns in `form.result`; a refusal of the trade (422) goes next to its field.

    True when it is done. A 409 is raised on: the form cannot mend it.
    """
    try:
        form.result = act()
    except Refused as refusal:
        if refusal.status != Refused.status:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def only(data, known):
    """Nothing but these keys stands in the body: else a bad request that names the others."""
    if unknown := sorted(set(data) - set(known) - BESIDES):
        raise BadRequest(f"not asked: {', '.join(unknown)[:200]}")


def _say_empty(field):
    """A choice of nothing is called by a word, not by the dashes that a field of a model comes with."""
    word = _("Choose") if field.required else _("nobody or nothing")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = word if field.empty_label == DASHES else field.empty_label
    elif ("", DASHES) in (choices := list(field.choices)):
        field.choices = [("", word) if choice == ("", DASHES) else choice for choice in choices]


class StrictForm(forms.Form):
    """A form that takes only its own fields: anything else in the body is a bad request that names it.

    `besides` are keys that the view reads itself.
    """

    besides = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                _say_empty(field)

    def full_clean(self):
        if self.is_bound:
            only(self.data, {*(self.add_prefix(name) for name in self.fields), *self.besides})
        super().full_clean()

    def takes(self, verb):
        """Call `verb(**values)` as `attempt` does."""
        return attempt(self, lambda: verb(**self.values))

    @property
    def values(self):
        return dict(self.cleaned_data)


class RowForm(StrictForm, forms.ModelForm):
    """Fields of one row, with the version that was read; the instance itself is never touched.

    `values` holds what was sent and, when an existing row is edited, its `version`.
    """

    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["row_version"]
            return
        self.initial["row_version"] = self.instance.row_version
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self.initial[name] = getattr(self.instance, name)

    def _post_clean(self):
        """Rules about the row are the service's and the database's; here only the boxes are read."""

    @property
    def values(self):
        values = dict(self.cleaned_data)
        if "row_version" in values:
            values["version"] = values.pop("row_version")
        return values


class Day(forms.DateField):
    """A day from the browser's calendar, on which something of a project may lie."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class Paragraph(forms.CharField):
    """Text of some lines."""

    def __init__(self, *, rows=3, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=20_000, **kwargs)


class OneOf(forms.ModelChoiceField):
    """One row of a queryset, by its public id."""

    def __init__(self, queryset, **kwargs):
        kwargs.setdefault("empty_label", _("Choose") if kwargs.get("required", True) else _("nobody or nothing"))
        super().__init__(queryset, to_field_name="public_id", **kwargs)

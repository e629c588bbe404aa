"""What is typed in about people, roles, rates and absences?"""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.forms import StrictForm
from foundation.organisation.models import Currency
from foundation.periods import DAY
from projects.models import Calendar
from staffing.forms.fields import ShareField, chosen, day_field
from staffing.models import Absence, ProjectRole
from staffing.queries.people import employed_people


class PersonForm(StrictForm, forms.ModelForm):
    class Meta:
        model = Person
        fields = ("name", "email", "unit")

    def clean_email(self):
        if Person.objects.filter(email__iexact=self.cleaned_data["email"]).exists():
            raise forms.ValidationError(_("Somebody has this address already."))
        return self.cleaned_data["email"]


class EmploymentForm(StrictForm):
    role = chosen(ProjectRole.objects.none(), _("Role"))
    calendar = chosen(Calendar.objects.none(), _("Working calendar"))
    fte = ShareField(label=_("Share of a full week"), initial=Decimal(1))
    first = day_field(_("Employed from"))
    last = day_field(_("Until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = ProjectRole.objects.filter(archived_at__isnull=True)
        self.fields["calendar"].queryset = Calendar.objects.all()


class EmploymentChangeForm(EmploymentForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def values_of(row):
        last = row.days.upper - DAY if row.days.upper else None
        return {"role": row.role.public_id, "calendar": row.calendar.public_id, "fte": row.fte,
                "first": row.days.lower, "last": last, "row_version": row.row_version}  # fmt: skip


class RoleForm(StrictForm, forms.ModelForm):
    class Meta:
        model = ProjectRole
        fields = ("name",)


class RateForm(StrictForm):
    amount = forms.DecimalField(
        label=_("Cost per hour"), min_value=0, max_digits=14, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number w-8"}),
    )  # fmt: skip
    currency = forms.ModelChoiceField(Currency.objects.none(), label=_("Currency"), to_field_name="code")
    first = day_field(_("Valid from"), help_text=_("The rate before it ends the day before."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].queryset = Currency.objects.order_by("code")


class PersonRateForm(RateForm):
    person = chosen(Person.objects.none(), _("Person"))
    field_order = ("person", "amount", "currency", "first")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = employed_people()


class AbsenceForm(StrictForm):
    first = day_field(_("First day away"))
    last = day_field(_("Last day away"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Absence.Kind.choices)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("Read by you and the resource manager only.")
    )


class AbsenceOfForm(AbsenceForm):
    person = chosen(Person.objects.none(), _("Person"))
    field_order = ("person", "first", "last", "kind", "note")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people.order_by("name")

"""What is typed into the grid of yearly costs and benefits, and in which cell does it go wrong?"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import CbaLine, CostClass
from budgets.queries.cases_grid import LineRow
from foundation.forms import only

BLANK = 3  # empty rows below what stands already
MOST_CELLS = 4_500  # a request holds at most 5,000 fields
COUNTS = (
    ("both", gettext_lazy("both results")),
    ("financial", gettext_lazy("financial only")),
    ("social", gettext_lazy("social only")),
)


def _counts(row):
    return "both" if row.in_financial and row.in_social else "financial" if row.in_financial else "social"


class RowForm(forms.Form):
    """One item with a box for each year of the horizon."""

    kind = forms.ChoiceField(choices=CbaLine.Kind.choices, label=gettext_lazy("Kind"))
    label = forms.CharField(max_length=200, required=False, label=gettext_lazy("What"))
    certainty = forms.ChoiceField(
        choices=CbaLine.Certainty.choices, initial=CbaLine.Certainty.BASE, label=gettext_lazy("Certainty")
    )
    cost_class = forms.ChoiceField(
        choices=[("", "–"), *CostClass.choices], required=False, label=gettext_lazy("Class")
    )  # fmt: skip
    one_off = forms.BooleanField(required=False, label=gettext_lazy("One-off"))
    counts = forms.ChoiceField(choices=COUNTS, initial="both", label=gettext_lazy("Counts in"))
    stakeholder_group = forms.CharField(max_length=200, required=False, label=gettext_lazy("Who bears or gains"))
    evidence = forms.CharField(max_length=5_000, required=False, label=gettext_lazy("Evidence"))
    remove = forms.BooleanField(required=False, label=gettext_lazy("Take out"))

    def __init__(self, *args, case, number, row=None, **kwargs):
        kwargs["prefix"] = f"r{number}"
        if row is not None:
            amounts = {f"y{year}": f"{amount.normalize():f}" for year, amount in row.amounts.items()}
            kwargs["initial"] = {**row.shared, "counts": _counts(row), **amounts}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        typed = row.label if row is not None else self.data.get(self.add_prefix("label"), "").strip()
        name = typed[:60] or _("row {number}").format(number=number + 1)
        for year in range(case.horizon + 1):
            self.fields[f"y{year}"] = forms.DecimalField(
                max_digits=19, decimal_places=4, min_value=0, required=False, label=str(case.base_year + year)
            )
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {name}"
            if isinstance(field, forms.DecimalField):
                field.widget = forms.TextInput(attrs={**field.widget.attrs, "class": "number", "inputmode": "decimal"})

    @property
    def years(self):
        return [self[name] for name in self.fields if name.startswith("y")]

    @property
    def left_empty(self):
        """Nothing that says an item: such a row is no row."""
        typed = ("label", "stakeholder_group", "evidence", *(field.name for field in self.years))
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in typed)

    def clean(self):
        if not self.cleaned_data.get("label", "").strip() and "label" not in self.errors:
            self.add_error("label", _("Say what it is."))

    def line_row(self):
        data = self.cleaned_data
        amounts = {int(name[1:]): data[name] for name in self.fields if name.startswith("y") and data[name] is not None}
        shared = {name: data[name] for name in ("kind", "label", "certainty", "cost_class", "one_off", "evidence")}
        return LineRow(
            in_financial=data["counts"] != "social",
            in_social=data["counts"] != "financial",
            stakeholder_group=data["stakeholder_group"],
            amounts=amounts,
            **shared,
        )


class LineGrid:
    """The whole grid of an option: its rows, some empty ones, and the version that was read."""

    def __init__(self, option, rows, data=None):
        self.case, self.data, self.is_bound = option.cba, data, data is not None
        self.most = max(1, MOST_CELLS // (self.case.horizon + 1 + len(RowForm.base_fields)))
        self.too_many, self.version = False, option.row_version
        self.forms = self._sent() if self.is_bound else self._fresh(rows)

    def _fresh(self, rows):
        filled = [RowForm(case=self.case, number=number, row=row) for number, row in enumerate(rows)]
        blank = range(len(filled), min(len(filled) + BLANK, max(self.most, len(filled))))
        return [*filled, *(RowForm(case=self.case, number=number) for number in blank)]

    def _sent(self):
        numbers = VersionForm(self.data)
        self.too_many = not numbers.is_valid() or numbers.cleaned_data["rows"] > self.most
        self.version = numbers.cleaned_data.get("row_version")
        count = 0 if self.too_many else numbers.cleaned_data["rows"]
        sent = [RowForm(self.data, case=self.case, number=number) for number in range(count)]
        boxes = (form.add_prefix(name) for form in sent for name in form.fields)
        if not self.too_many:
            only(self.data, {*numbers.fields, *boxes})
        # an empty row is not wrong: drawn again it stands there as fresh as before
        return [RowForm(case=self.case, number=n) if form.left_empty else form for n, form in enumerate(sent)]

    @property
    def years(self):
        return [self.case.base_year + year for year in range(self.case.horizon + 1)]

    @property
    def count(self):
        return len(self.forms)

    @property
    def _kept(self):
        return [form for form in self.forms if not form.left_empty and not form.data.get(form.add_prefix("remove"))]

    def is_valid(self):
        sound = [form.is_valid() for form in self._kept]  # each of them, so that every wrong cell shows
        return self.is_bound and not self.too_many and all(sound)

    def line_rows(self):
        return [form.line_row() for form in self._kept]

    def show(self, faults):
        """Put what the service refused into the cells: `faults` count the rows that were sent to it."""
        kept = self._kept
        for fault in faults:
            name = f"y{fault.year}"
            kept[fault.row].add_error(name if name in kept[fault.row].fields else "label", fault.message)

    @property
    def errors(self):
        """(field, its name, message) of every wrong cell, for the list above the grid."""
        cells = [(form[name], texts) for form in self._kept for name, texts in form.errors.items()]
        return [(cell, cell.field.widget.attrs["aria-label"], text) for cell, texts in cells for text in texts]


class VersionForm(forms.Form):
    """How many rows were sent, and which version of the option was read."""

    rows = forms.IntegerField(min_value=0, max_value=10_000)
    row_version = forms.IntegerField(min_value=0)

"""Which file comes in, and which of its columns is which of our fields?"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.forms import Day, StrictForm
from foundation.money import MINOR_UNITS
from portfolio.engine.mapping import MILLION, ONE, REPEATED
from portfolio.engine.vocabulary import FIELDS
from portfolio.importing.files import check_size, likely_currency
from portfolio.models import ImportBatch

FIELD_WORDS = {
    "external_code": gettext_lazy("Code of the project"),
    "name": gettext_lazy("Name of the project"),
    "owner_organisation": gettext_lazy("Owner (department, agency)"),
    "group": gettext_lazy("Programme or group"),
    "description": gettext_lazy("Description"),
    "rating": gettext_lazy("Rating (red, amber, green)"),
    "rating_comment": gettext_lazy("Comment on the rating"),
    "start": gettext_lazy("Start"),
    "planned_finish": gettext_lazy("Planned finish"),
    "forecast_finish": gettext_lazy("Forecast finish"),
    "planned_cost": gettext_lazy("Planned cost (budget)"),
    "forecast_cost": gettext_lazy("Forecast cost"),
    "actual_cost": gettext_lazy("Actual cost so far"),
    "cost_variance": gettext_lazy("Cost variance"),
    "schedule_variance": gettext_lazy("Schedule variance (days)"),
    "as_of": gettext_lazy("Day of the report"),
}
KEPT = gettext_lazy("kept as text")
UNITS = (
    ("", gettext_lazy("as guessed below")),
    ("1", gettext_lazy("whole units")),
    ("1000", gettext_lazy("thousands")),
    ("1000000", gettext_lazy("millions")),
)
UNIT_WORDS = {
    ONE: gettext_lazy("whole units"),
    10**3: gettext_lazy("thousands"),
    10**5: gettext_lazy("lakhs (100,000)"),
    MILLION: gettext_lazy("millions"),
    10**7: gettext_lazy("crores (10,000,000)"),
    10**9: gettext_lazy("billions"),
}
SOURCE_WORDS = {
    "header": gettext_lazy("its header says so"),
    "surroundings": gettext_lazy("a line above or under the table says so"),
    "neighbours": gettext_lazy("as the columns beside it"),
    "text": gettext_lazy("as the comments speak"),
    "person": gettext_lazy("as you chose"),
}


class UploadForm(StrictForm):
    file = forms.FileField(
        label=gettext_lazy("Portfolio file"),
        help_text=gettext_lazy("CSV, XLSX or ODS with one line for each project, up to 25 MB."),
        max_length=300,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.ods"}),
    )
    as_of = Day(
        label=gettext_lazy("As of"),
        required=False,
        help_text=gettext_lazy("The day that the file speaks of, if its rows do not say so. Empty means today."),
    )

    def clean_file(self):
        check_size(self.cleaned_data["file"].size)
        return self.cleaned_data["file"]


class MappingForm(StrictForm):
    """One question for each column of the file, and what holds for all amounts."""

    as_of = Day(label=gettext_lazy("As of, where a row gives no day"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency of all amounts"))
    unit = forms.ChoiceField(label=gettext_lazy("Amounts are in"), choices=UNITS, required=False)

    def __init__(self, data=None, *, batch):
        self.uses = batch.mapping["columns"]
        guess = likely_currency(batch)
        chosen = batch.choices or {"currency": guess, "unit": "", "fields": None}
        super().__init__(
            data, initial={"as_of": batch.as_of, "currency": chosen["currency"], "unit": chosen["unit"] or ""}
        )
        self.batch, self.said_currency = batch, batch.mapping.get("currency")
        self.fields["currency"].choices = [(code, code) for code in sorted({*MINOR_UNITS, chosen["currency"]})]
        options = [("", KEPT), *((key, words) for key, words in FIELD_WORDS.items() if key in FIELDS)]
        places = {column: key for key, column in (chosen["fields"] or {}).items()}
        for use in self.uses:
            guessed = "" if use["field"] in REPEATED else use["field"]
            initial = places.get(use["column"], "") if chosen["fields"] is not None else guessed
            self.fields[self._key(use)] = forms.ChoiceField(
                label=use["header"], choices=options, required=False, initial=initial
            )

    @staticmethod
    def _key(use):
        return f"column_{use['column']}"

    def columns(self):
        """What the page draws for each column: header, samples, the question, how sure the guess is."""
        for use, samples in zip(self.uses, self.batch.samples, strict=True):
            unit = UNIT_WORDS.get(int(use["unit"])) if use["kind"] == "money" else ""
            yield {
                "header": use["header"],
                "samples": samples,
                "field": self[self._key(use)],
                "sure": _how_sure(use),
                "unit": unit,
                "unit_source": SOURCE_WORDS.get(use["unit_source"], _("no unit is named")) if unit else "",
            }

    def clean(self):
        data = super().clean()
        fields = {}
        for use in self.uses:
            field = data.get(self._key(use))
            if not field:
                continue
            if field in fields:
                self.add_error(
                    self._key(use), _("Another column is “{field}” already.").format(field=FIELD_WORDS[field])
                )
            fields.setdefault(field, use["column"])
        if not self.errors and "name" not in fields:
            self.add_error(None, _("Say which column holds the name of the project."))
        data["chosen"] = {"fields": fields, "unit": data.get("unit") or None}
        return data

    @property
    def answer(self):
        """What `confirm_columns` takes."""
        data = self.cleaned_data
        return {**data["chosen"], "currency": data["currency"], "as_of": data["as_of"]}


def _how_sure(use):
    if use["field"] in REPEATED:
        return _why_not(use["words"])
    if use["confidence"] >= 0.9:
        return _("sure")
    return _("likely") if use["confidence"] >= 0.7 else _("a guess")


def _why_not(hint):
    """What a person may want to know of a column that no field takes."""
    if hint == "part_year":
        return _("the amount of one year, not taken as a total")
    if hint in FIELD_WORDS:
        words = _("looks like “{field}”, but too few of its cells can be read as one")
        return words.format(field=FIELD_WORDS[hint])
    return ""


class ModeForm(StrictForm):
    mode = forms.ChoiceField(choices=ImportBatch.Mode.choices)

"""Which columns of a file of entries are ours, in which unit are its amounts, and which rows are no entries?"""

import re

from django.utils.translation import gettext as _

from foundation.errors import Refused
from foundation.sheets.sums import header_again, names_a_sum
from foundation.sheets.units import named_currency, unit_in

COLUMNS = ("date", "type", "category", "class", "task", "amount", "currency", "document", "order", "supplier", "text")
NEEDED = ("date", "category", "amount", "document")
# how accounting programs call them; a column that is called by our own word comes first
OTHER_NAMES = {
    "date": "posting date|booking date|entry date|invoice date|document date|transaction date|buchungsdatum|datum",
    "type": "entry type|transaction type|posting type",
    "category": "cost category|cost element|cost type|account|gl account|expense type|kostenart|kategorie",
    "class": "cost class|capex opex|capex or opex",
    "task": "wbs|wbs code|wbs element|task code|work package",
    "amount": "net amount|amount net|value|cost|net value|posted amount|betrag|nettobetrag|montant",
    "currency": "ccy|currency code|transaction currency|wahrung|devise",
    "document": "document no|document number|doc no|invoice|invoice no|invoice number|voucher|voucher no|reference"
    "|belegnummer|beleg|belegnr|rechnungsnummer",
    "order": "purchase order|po|po number|po no|order no|order number|bestellung|bestellnummer",
    "supplier": "vendor|vendor name|supplier name|creditor|lieferant|kreditor|fournisseur",
    "text": "description|posting text|line text|memo|narration|buchungstext|beschreibung",
}
NAMES = {name: field for field, names in OTHER_NAMES.items() for name in names.split("|")}
OURS = NAMES | {name: name for name in COLUMNS}


def columns_of(sheet, currency):
    """The place of each of our columns by its name, and the names of those that are not read.

    `currency`: the code of that in which amounts are read when no column says another.
    """
    heads = {head.strip().casefold(): place for place, head in enumerate(sheet.header)}
    if twice := [name for name in COLUMNS if f"{name} (2)" in heads]:
        raise Refused(_("The file has the column %(names)s twice.") % {"names": ", ".join(twice)}, field="file")
    places = {name: heads[name] for name in COLUMNS if name in heads}
    for place, head in enumerate(sheet.header):
        field = OURS.get(_plain(head))
        if field and place in places.values():
            continue
        if field and field in places and sheet.header[places[field]].strip().casefold() != field:
            both = {"one": sheet.header[places[field]], "other": head, "name": field}
            words = _("“%(one)s” and “%(other)s” could both be the column %(name)s. Call the right one %(name)s.")
            raise Refused(words % both, field="file")
        if field and field not in places:
            places[field] = place
    if missing := [name for name in NEEDED if name not in places]:
        raise Refused(_("The file lacks the column %(names)s.") % {"names": ", ".join(missing)}, field="file")
    _refuse_units(sheet, places["amount"])
    said = named_currency(sheet.header[places["amount"]])
    if "currency" not in places and said not in (None, currency):
        words = _("The amounts are in %(said)s, the project in %(ours)s. Say so in a column currency.")
        raise Refused(words % {"said": said, "ours": currency}, field="file")
    return places, tuple(head for place, head in enumerate(sheet.header) if place not in places.values())


def _plain(head):
    """`Amount (EUR)` → amount; `Document No.` → document no; `Währung` → wahrung."""
    bare = re.sub(r"[(\[][^)\]]*[)\]]", " ", head.casefold().replace("ä", "a").replace("ü", "u"))
    return " ".join(re.findall(r"[a-z]+", bare))


def _refuse_units(sheet, amount):
    """Ledgers hold whole amounts to the cent; thousands are a mistake by a thousand, or lost cents."""
    said = [sheet.header[amount], *(cell for row in sheet.above for cell in row.cells if isinstance(cell, str))]
    for words in said:
        if unit_in(words):
            message = _("“%(words)s”: the amounts are in a unit. Write them whole, to the cent.")
            raise Refused(message % {"words": words.strip()[:60]}, field="file")


def entry_rows(sheet, places):
    """(rows that are to be posted, remarks on those that are none): sums and repeated headers are passed over."""
    rows, remarks = [], [remark.message for remark in sheet.warnings]
    for row in sheet.rows:
        if row.blank:
            continue
        if header_again(row, sheet.header):
            remarks.append(_("Row %(row)s is the header again; it is not read.") % {"row": row.number})
        elif _is_sum(row, places):
            remarks.append(_("Row %(row)s is a line of sums; it is not read.") % {"row": row.number})
        else:
            rows.append(row)
    return rows, tuple(remarks)


def _is_sum(row, places):
    """It names a sum, at most where the date, the document or the category belongs, and these say nothing else.

    A supplier may be called Total: his row has a date and a document.
    """
    said = [row.cells[places[name]] for name in ("date", "document", "category")]
    said = [cell for cell in said if cell not in (None, "")]
    cells = said or row.cells
    sums = [isinstance(cell, str) and names_a_sum(cell.strip()) for cell in cells]
    return all(sums) if said else any(sums)

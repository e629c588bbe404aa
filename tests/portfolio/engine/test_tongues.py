"""Is a portfolio understood whose columns are named in another language than English?"""

import pytest

from foundation.sheets.text import read_text
from portfolio.engine.intake import read_rows
from portfolio.engine.mapping import guess_mapping
from portfolio.engine.tongues import fold, in_english
from portfolio.engine.vocabulary import header_words

GERMAN = (
    "Projekt-Nr.;Projektname;Ressort;Start;Geplantes Ende;Prognose Ende;Plankosten (TEUR);Prognosekosten (TEUR)"
    ";Ist-Kosten (TEUR);Ampel\n1;Brücke;Bau;01.02.2024;31.12.2025;30.06.2026;1.250,5;1.300,0;200,0;Grün\n"
    "2;Tunnel;Bau;01.03.2024;31.12.2026;30.06.2027;250,5;300,0;20,0;Rot\n"
)
FRENCH = (
    "Nom du projet;Code projet;Ministère;Date de début;Date de fin prévue;Budget initial (M€)"
    ";Coût prévisionnel (M€);Météo\nPont;P1;Travaux;01/02/2022;31/12/2024;12,5;13,75;vert\n"
    "Tunnel;P2;Travaux;15/03/2022;30/06/2025;1 250,5;1 300;rouge\n"
)
SPANISH = (
    "Nombre del proyecto;Organismo;Fecha de inicio;Fecha de finalización;Presupuesto (miles €);Estado\n"
    "Puente;Obras;01/02/2022;31/12/2024;1.250,0;Verde\nTúnel;Obras;15/03/2022;30/06/2025;300,5;Rojo\n"
)
DUTCH = (
    "Projectnaam;Departement;Startdatum;Geplande einddatum;Actuele einddatum;Oorspronkelijke raming (x € 1.000)"
    ";Actuele raming (x € 1.000)\nBrug;BZK;01-02-2022;31-12-2024;31-12-2025;1.250,5;1.500,5\n"
    "Tunnel;BZK;15-03-2022;30-06-2025;30-06-2025;300,5;300,5\n"
)
ITALIAN = (
    "Titolo progetto;Amministrazione;Data inizio;Data fine;Costo totale;Stato\n"
    'Ponte;MIT;01/02/2022;31/12/2024;"€ 1.250.000,00";Verde\nGalleria;MIT;15/03/2022;30/06/2025;"€ 300,50";Rosso\n'
)
NORDIC = (
    "Prosjektnavn;Eier;Oppstart;Ferdigstillelse;Kostnadsramme (mill. kr);Status\n"
    "Bro;Vei;01.01.2022;31.12.2025;1 250,5;Grønn\nTunnel;Vei;01.01.2022;31.12.2025;250,5;Rød\n"
)
POLISH = (
    "Nazwa projektu;Beneficjent;Data rozpoczęcia;Data zakończenia;Wartość projektu (PLN)\n"
    "Most;MI;2022-01-01;2025-12-31;12 500 000,00\nTunel;MI;2022-01-01;2025-12-31;500 000,00\n"
)
PORTUGUESE = (
    "Nome do projeto;Órgão;Data de início;Data de conclusão;Orçamento (R$ milhões)\n"
    "Ponte;MT;01/02/2022;31/12/2024;12,5\nTúnel;MT;15/03/2022;30/06/2025;1,5\n"
)
DATES = {"start": "2022", "planned_finish": "202"}


def read(text):
    sheet = read_text(text.encode())
    mapping = guess_mapping(sheet.header, sheet.rows, sheet.above)
    return mapping, read_rows(sheet, mapping)


@pytest.mark.parametrize("text", [GERMAN, FRENCH, SPANISH, DUTCH, ITALIAN, NORDIC, POLISH, PORTUGUESE])
def test_name_owner_dates_and_cost_are_found_and_every_row_comes_in(text):
    _mapping, intake = read(text)
    assert len(intake.rows) == 2
    assert not intake.rejected
    for row in intake.rows:
        assert row.name and row.owner_organisation
        assert row.start < row.planned_finish
        assert row.planned_cost > 0
    assert not [note for note in intake.cells if note.level == "rejected"]


@pytest.mark.parametrize(
    ("text", "currency", "planned"),
    [
        (GERMAN, "EUR", 1_250_500),
        (FRENCH, "EUR", 12_500_000),
        (SPANISH, "EUR", 1_250_000),
        (DUTCH, "EUR", 1_250_500),
        (ITALIAN, "EUR", 1_250_000),
        (NORDIC, None, 1_250_500_000),
        (POLISH, "PLN", 12_500_000),
    ],
)
def test_the_amounts_stand_in_the_unit_and_currency_that_their_header_names(text, currency, planned):
    mapping, intake = read(text)
    assert mapping.currency == currency
    assert intake.rows[0].planned_cost == planned


def test_the_german_portfolio_tells_plan_forecast_and_actual_apart():
    row = read(GERMAN)[1].rows[0]
    assert (row.external_code, row.owner_organisation) == ("1", "Bau")
    assert (row.planned_cost, row.forecast_cost, row.actual_cost) == (1_250_500, 1_300_000, 200_000)
    assert (str(row.planned_finish), str(row.forecast_finish)) == ("2025-12-31", "2026-06-30")


def test_the_dutch_portfolio_tells_the_first_estimate_from_the_present_one():
    row = read(DUTCH)[1].rows[0]
    assert (row.planned_cost, row.forecast_cost) == (1_250_500, 1_500_500)
    assert (str(row.planned_finish), str(row.forecast_finish)) == ("2024-12-31", "2025-12-31")


@pytest.mark.parametrize(
    "header",
    ["Project plan", "Data source", "Data quality", "Progress note", "Total", "Plan", "Note", "Start", "Status",
     "Direction of travel", "Fine print"],
)  # fmt: skip
def test_words_that_are_english_too_do_not_change_the_meaning_of_an_english_header(header):
    plain = header.lower()
    said = in_english(plain)
    assert said == plain or len(plain.split()) == 1


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Projektname", "project name"),
        ("Date de fin prévue", "end date planned"),
        ("Data fine", "end date"),
        ("Behörde", "agency"),
        ("Fecha de finalización", "completion date"),
        ("Project name", "project name"),
        ("Rückmeldung", "ruckmeldung"),
    ],
)
def test_the_words_of_a_header_are_read_in_english(header, words):
    assert header_words(header) == words


@pytest.mark.parametrize(("text", "plain"), [("Łódź", "Lodz"), ("Færdig", "Faerdig"), ("Größe", "Grosse"), ("é", "e")])
def test_letters_lose_their_marks(text, plain):
    assert fold(text) == plain

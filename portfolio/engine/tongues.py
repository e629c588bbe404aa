"""What do the words of a header mean that was written in German, French, Spanish, Italian, Dutch, …?

Only words that no English header uses. `in_english("datum fertigstellung")` → date completion.
"""

import re
import unicodedata

GERMAN = """projekt=project projektname=project name projekttitel=project name projektbezeichnung=project name
 projektnummer=project number projektnr=project number nr=number projektid=project id kennung=code bezeichnung=name
 titel=title vorhaben=project massnahme=project beginn=start projektstart=start projektbeginn=start anfang=start
 startdatum=start date startdatum=start date ende=end enddatum=end date projektende=end fertigstellung=completion
 abschluss=completion geplantes=planned geplante=planned geplanter=planned plan=planned soll=planned ist=actual
 tatsachliches=actual prognose=forecast voraussichtliches=expected voraussichtliche=expected kosten=cost
 plankosten=planned cost istkosten=actual cost gesamtkosten=total cost projektkosten=project cost
 gesamtbudget=total budget projektbudget=project budget ampel=rag ampelstatus=rag status gesamtstatus=overall status
 behorde=agency ministerium=ministry ressort=department abteilung=department amt=agency
 organisationseinheit=department programm=programme beschreibung=description ziele=objectives bemerkung=remark
 bemerkungen=remarks kommentar=comment stand=as of datum=date ursprungliches=original ursprungliche=original
 projektleiter=project manager prognosekosten=forecast cost restkosten=remaining cost jahr=year"""
FRENCH = """projet=project nom=name intitule=name libelle=name numero=number debut=start demarrage=start fin=end
 achevement=completion livraison=completion prevue=planned prevu=planned previsionnel=forecast
 previsionnelle=forecast initiale=original reelle=actual reel=actual estime=estimated estimee=estimated
 actualisee=revised actualise=revised cout=cost couts=cost depenses=expenditure depense=expenditure montant=amount
 total=total meteo=health etat=status ministere=ministry direction=department organisme=agency administration=agency
 programme=programme commentaire=comment commentaires=comments objectifs=objectives avancement=progress annee=year"""
SPANISH = """proyecto=project nombre=name nome=name titulo=title codigo=code inicio=start comienzo=start fecha=date
 finalizacion=completion termino=end prevista=planned previsto=planned estimada=estimated estimado=estimated
 presupuesto=budget coste=cost costo=cost costos=costs gasto=expenditure estado=status semaforo=rag organismo=agency
 ministerio=ministry departamento=department entidad=agency programa=programme descripcion=description
 comentarios=comments observaciones=remarks previsoes=forecast projeto=project orcamento=budget conclusao=completion
 data=date descricao=description custo=cost ministro=minister orgao=agency situacao=status"""
ITALIAN = """progetto=project inizio=start titolo=title denominazione=name codice=code fine=end scadenza=due
 previsione=forecast prevista=planned effettiva=actual costi=costs spesa=expenditure stato=status semaforo=rag
 amministrazione=agency ministero=ministry ente=agency descrizione=description note=notes totale=total"""
DUTCH = """projectnaam=project name projectnummer=project number naam=name projecttitel=project title
 einddatum=end date einde=end oplevering=completion geplande=planned oorspronkelijke=original actuele=current
 verwachte=expected raming=cost begroting=budget kosten=cost werkelijke=actual ministerie=ministry
 departement=department omschrijving=description toelichting=remarks aanvang=start"""
NORDIC = """prosjekt=project prosjektnavn=project name projektnamn=project name projektnavn=project name navn=name
 namn=name oppstart=start slutt=end slut=end slutdatum=end date sluttdato=end date startdato=start date dato=date
 ferdigstillelse=completion faerdiggorelse=completion fardigstallande=completion planlagt=planned planerat=planned
 budsjett=budget kostnad=cost kostnader=cost kostnadsramme=total cost styringsramme=budget prognos=forecast
 eier=owner agare=owner myndighet=agency styrelse=agency departementet=department beskrivelse=description"""
POLISH = """projektu=project nazwa=name tytul=title numer=number rozpoczecia=start rozpoczecie=start zakonczenia=end
 zakonczenie=end planowana=planned rzeczywista=actual prognozowana=forecast wartosc=value koszt=cost koszty=costs
 budzet=budget beneficjent=agency ministerstwo=ministry opis=description uwagi=remarks stan=status"""
MEANING = {}
for _words in (GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, NORDIC, POLISH):
    for _pair in re.split(r"\s+(?=\S+=)", _words):
        _word, _, _english = _pair.strip().partition("=")
        MEANING.setdefault(_word, _english)
SMALL = {"de", "du", "des", "del", "della", "di", "do", "da", "le", "la", "les", "el", "il", "den", "der", "die", "das"}
# words that are English as well, or that mean another thing without a neighbour of their own language
SHY = {"total", "plan", "ist", "direction", "programme", "administration", "note", "data", "fine", "stand", "amt",
       "naam", "stan", "soll", "prevista", "titel", "nom", "fin", "slut", "ente"}  # fmt: skip


def fold(text: str) -> str:
    """`Behörde` → Behorde, `Łódź` → Lodz: letters without their marks, as headers are compared."""
    plain = text.translate(str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss"}))
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


def in_english(plain: str) -> str:
    """The header's words with those of other languages translated; unknown words stay as they are."""
    words = plain.split()
    foreign = [word for word in words if word in MEANING]
    if not foreign or (len(words) > 1 and all(word in SHY for word in foreign) and not _settled(words)):
        return plain
    said = " ".join(MEANING.get(word, word) for word in words if word not in SMALL)
    return re.sub(r"\b(date|name|title|code|number) (start|end|completion|project)\b", r"\2 \1", said)


def _settled(words: list[str]) -> bool:
    """`Data fine` and `Date de fin`: two shy words, or a small word, tell the language together."""
    return sum(word in SHY for word in words) > 1 or any(word in SMALL for word in words)

"""In which tree do projects hang?"""

import pgtrigger
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.history import tracked
from foundation.models import Row
from foundation.organisation.models import Currency


@tracked()
class Portfolio(Row):
    """Programmes, projects and other work grouped to reach strategic objectives; a tree."""

    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=300)
    owner = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, verbose_name=_("owner"))
    reporting_currency = models.ForeignKey(Currency, models.RESTRICT, verbose_name=_("reporting currency"))
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("code"), name="portfolio_code_once")]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="no_cycle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.parent_id IS NOT NULL THEN
                        PERFORM pg_advisory_xact_lock(hashtext('portfolio_tree'));
                        IF EXISTS (
                            WITH RECURSIVE up(id, parent_id) AS (
                                SELECT id, parent_id FROM projects_portfolio WHERE id = NEW.parent_id
                                UNION SELECT p.id, p.parent_id FROM projects_portfolio p JOIN up ON p.id = up.parent_id
                            ) SELECT 1 FROM up WHERE id = NEW.id) THEN
                            RAISE EXCEPTION 'a portfolio cannot hang below itself' USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.name


@tracked()
class Programme(Row):
    """A temporary group of related projects managed together for their common outcomes."""

    portfolio = models.ForeignKey(Portfolio, models.RESTRICT, related_name="programmes")
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=300)
    owner = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, verbose_name=_("owner"))
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("code"), name="programme_code_once")]

    def __str__(self):
        return self.name

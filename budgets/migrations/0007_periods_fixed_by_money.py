"""A period whose money is counted keeps its days, its year and its number; a currency in use keeps its decimals.

Money is budgets', so the rules are declared here, although the triggers hang on tables of the organisation.
A posting holds its period FOR SHARE, so whoever moves the period waits, and then sees the posting.
"""

from django.db import migrations

MAKE = """
CREATE FUNCTION budgets_period_fixed_by_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' OR EXISTS (SELECT 1 FROM budgets_ledgerentry WHERE period_id = OLD.id)
       OR EXISTS (SELECT 1 FROM budgets_baselineperiod WHERE period_id = OLD.id)
       OR EXISTS (SELECT 1 FROM budgets_forecastline WHERE period_id = OLD.id)
       OR EXISTS (SELECT 1 FROM budgets_budgetline l JOIN budgets_budget b ON b.id = l.budget_id
                  WHERE l.period_id = OLD.id AND b.state <> 'draft') THEN
        RAISE EXCEPTION 'money is counted in this period: its days, year and number stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_fixed_by_money';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER period_fixed_by_money BEFORE UPDATE OF days, fiscal_year, number ON organisation_fiscalperiod
    FOR EACH ROW WHEN ((OLD.days, OLD.fiscal_year, OLD.number) IS DISTINCT FROM (NEW.days, NEW.fiscal_year, NEW.number))
    EXECUTE FUNCTION budgets_period_fixed_by_money();

CREATE FUNCTION budgets_currency_fixed_by_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM budgets_ledgerentry WHERE txn_currency_id = OLD.code)
       OR EXISTS (SELECT 1 FROM projects_project p JOIN budgets_ledgerentry e ON e.project_id = p.id
                  WHERE p.currency_id = OLD.code) THEN
        RAISE EXCEPTION 'money is posted in this currency: its decimals stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'currency_fixed_by_money';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER currency_fixed_by_money BEFORE UPDATE OF minor_unit ON organisation_currency
    FOR EACH ROW WHEN (OLD.minor_unit <> NEW.minor_unit) EXECUTE FUNCTION budgets_currency_fixed_by_money();
"""
TAKE_AWAY = """
DROP TRIGGER period_fixed_by_money ON organisation_fiscalperiod;
DROP FUNCTION budgets_period_fixed_by_money();
DROP TRIGGER currency_fixed_by_money ON organisation_currency;
DROP FUNCTION budgets_currency_fixed_by_money();
"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0006_left_and_open"), ("organisation", "0001_initial"), ("projects", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, TAKE_AWAY)]

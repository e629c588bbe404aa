"""A project on which money is posted keeps its code and its currency.

The ledger is budgets', so the rule is declared here, although the trigger hangs on the table of projects.
"""

from django.db import migrations

MAKE = """
CREATE FUNCTION budgets_project_fixed_by_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM budgets_ledgerentry WHERE project_id = OLD.id) THEN
        RAISE EXCEPTION 'money is posted: code and currency of the project stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'project_fixed_by_money';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER project_fixed_by_money BEFORE UPDATE OF code, currency_id ON projects_project FOR EACH ROW
    WHEN (OLD.code IS DISTINCT FROM NEW.code OR OLD.currency_id IS DISTINCT FROM NEW.currency_id)
    EXECUTE FUNCTION budgets_project_fixed_by_money();
"""
TAKE_AWAY = """
DROP TRIGGER project_fixed_by_money ON projects_project;
DROP FUNCTION budgets_project_fixed_by_money();
"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial"), ("projects", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, TAKE_AWAY)]

"""Which view of stored facts must stay empty? Written by hand; `0001_initial` makes it."""

from django.db import migrations

# What must not exist: stored facts that differ from the tables that they were made of, though no
# change of the project waits; and two rates for one pair of currencies on one day of facts.
VIEW = """
CREATE VIEW recon_portfolio_sum AS
WITH settled AS (
    SELECT f.*, p.currency_id AS own FROM portfolio_projectfacts f
    JOIN projects_project p ON p.id = f.project_id
    WHERE NOT EXISTS (SELECT 1 FROM projects_touched t WHERE t.project_id = f.project_id)
), counted AS (
    SELECT f.project_id, 'budget' AS what, f.budget AS stored,
           (SELECT sum(l.amount) FROM budgets_budgetline l WHERE l.budget_id = b.id) AS counted
    FROM settled f JOIN budgets_budget b ON b.project_id = f.project_id AND b.state = 'approved'
    UNION ALL
    SELECT f.project_id, 'actual', f.actual,
           (SELECT sum(e.amount) FROM budgets_ledgerentry e
            WHERE e.project_id = f.project_id AND e.type IN ('actual', 'fx') AND e.date <= f.as_of)
    FROM settled f WHERE NOT f.reported AND f.actual <> 0
    UNION ALL
    SELECT min(f.project_id), 'rate', min(f.rate), max(f.rate) FROM settled f
    WHERE f.rate IS NOT NULL GROUP BY f.own, f.reporting_currency_id, f.rate_date, f.as_of
)
SELECT * FROM counted WHERE stored IS DISTINCT FROM counted
"""

OPERATIONS = [migrations.RunSQL(VIEW, "DROP VIEW recon_portfolio_sum")]

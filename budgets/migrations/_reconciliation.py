"""Which views of budgets and ledger must stay empty? Written by hand; `0001_initial` makes them."""

from django.db import migrations

# Each view lists what must not exist; `manage.py verify` fails on a row of any view called recon_*.
VIEWS = {
    "recon_budget_total": """
        SELECT b.id, b.total, coalesce(sum(l.amount), 0) AS lines
        FROM budgets_budget b LEFT JOIN budgets_budgetline l ON l.budget_id = b.id
        WHERE b.state <> 'draft' GROUP BY b.id HAVING b.total <> coalesce(sum(l.amount), 0)
    """,
    "recon_ledger_amount": """
        SELECT e.id, e.amount, round(e.txn_amount * e.rate, c.minor_unit) AS counted
        FROM budgets_ledgerentry e
        JOIN projects_project p ON p.id = e.project_id
        JOIN organisation_currency c ON c.code = p.currency_id
        WHERE e.type <> 'fx' AND e.amount <> round(e.txn_amount * e.rate, c.minor_unit)
    """,
    "recon_ledger_reversal": """
        SELECT r.id, r.amount, o.amount AS original
        FROM budgets_ledgerentry r JOIN budgets_ledgerentry o ON o.id = r.reverses_id
        WHERE r.amount <> -o.amount OR r.txn_amount <> -o.txn_amount OR r.project_id <> o.project_id
           OR o.reverses_id IS NOT NULL
    """,
    "recon_ledger_period": """
        SELECT e.id, e.date, f.days FROM budgets_ledgerentry e
        JOIN organisation_fiscalperiod f ON f.id = e.period_id WHERE NOT f.days @> e.date
    """,
    "recon_commitment": """
        SELECT project_id, category_id, "order", txn_currency_id, sum(txn_amount) AS open_amount
        FROM budgets_ledgerentry WHERE type IN ('enc', 'enc_release') AND "order" <> ''
        GROUP BY project_id, category_id, "order", txn_currency_id HAVING sum(txn_amount) < 0
    """,
    "recon_actuals_batch": """
        SELECT b.id, b.rows, count(e.id) AS entries
        FROM budgets_actualsbatch b LEFT JOIN budgets_ledgerentry e ON e.batch_id = b.id
        GROUP BY b.id HAVING b.rows <> count(e.id)
    """,
    "recon_reserve_balance": """
        SELECT r.id, r.balance, r.amount - coalesce(sum(m.amount), 0) AS counted
        FROM budgets_reserve r LEFT JOIN budgets_reservemove m ON m.reserve_id = r.id
        GROUP BY r.id HAVING r.balance <> r.amount - coalesce(sum(m.amount), 0)
    """,
    "recon_baseline_pv": """
        SELECT b.id, sum(bp.pv) AS planned FROM projects_baseline b
        JOIN budgets_baselineperiod bp ON bp.baseline_id = b.id
        WHERE b.state IN ('approved', 'superseded')
        GROUP BY b.id, b.project_id
        HAVING NOT EXISTS (SELECT 1 FROM budgets_budget u WHERE u.project_id = b.project_id
                           AND u.approved_at IS NOT NULL AND u.total = sum(bp.pv))
    """,
    "recon_timesheet_posted": """
        SELECT l.id, l.posted, e.id AS entry FROM staffing_timesheetline l
        LEFT JOIN budgets_ledgerentry e ON e.timesheet_line_id = l.id
        WHERE l.posted <> (e.id IS NOT NULL)
    """,
    "recon_available": """
        SELECT b.project_id,
               b.total - coalesce((SELECT sum(e.amount) FROM budgets_ledgerentry e
                                   WHERE e.project_id = b.project_id AND e.type <> 'fx'), 0) AS from_total,
               coalesce((SELECT sum(l.amount) FROM budgets_budgetline l WHERE l.budget_id = b.id), 0)
               - coalesce((SELECT sum(round(e.txn_amount * e.rate, c.minor_unit)) FROM budgets_ledgerentry e
                           WHERE e.project_id = b.project_id AND e.type <> 'fx'), 0) AS from_documents
        FROM budgets_budget b
        JOIN projects_project p ON p.id = b.project_id JOIN organisation_currency c ON c.code = p.currency_id
        WHERE b.state = 'approved'
          AND b.total - coalesce((SELECT sum(e.amount) FROM budgets_ledgerentry e
                                  WHERE e.project_id = b.project_id AND e.type <> 'fx'), 0)
           <> coalesce((SELECT sum(l.amount) FROM budgets_budgetline l WHERE l.budget_id = b.id), 0)
              - coalesce((SELECT sum(round(e.txn_amount * e.rate, c.minor_unit)) FROM budgets_ledgerentry e
                          WHERE e.project_id = b.project_id AND e.type <> 'fx'), 0)
    """,
}

OPERATIONS = [migrations.RunSQL(f"CREATE VIEW {name} AS {body}", f"DROP VIEW {name}") for name, body in VIEWS.items()]

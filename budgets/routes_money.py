"""Which addresses do budgets, ledger, forecasts and baselines have?"""

routes = []

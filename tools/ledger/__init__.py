"""The ledger: calls sealed before the outcome, what came of them, and a chain that shows any change."""

"""Market data: ports, the gate, and the adapters behind them."""

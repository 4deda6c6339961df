"""The domain: from bars to typed results, and every function an agent may call."""

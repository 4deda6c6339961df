"""How requests are served: one seam off the event loop, quotas, errors, metrics, health."""

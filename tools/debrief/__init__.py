"""The debrief of a sealed call: what the session did to it, and what can be learned."""

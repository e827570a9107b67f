"""How well messages are understood: predictions, metrics, a report a designer can read, and gates."""

"""What the assistant does: custom actions, one module a topic."""

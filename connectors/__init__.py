"""Who may talk to the assistant: authenticated channels."""

"""The history of conversations: what each person and the assistant said, kept in PostgreSQL."""

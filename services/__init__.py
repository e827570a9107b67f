"""Where the facts live: payroll, users, identity and chat history over PostgreSQL and Redis."""

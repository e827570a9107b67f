"""The product on one machine: embedded PostgreSQL and Redis, training, and one supervisor for every process."""

"""Identity: who asks, proved by what, allowed to do what."""

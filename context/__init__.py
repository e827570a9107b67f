"""What the conversation remembers: Redis tracker store, lock store and event stream."""

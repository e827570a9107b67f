"""Load with something broken in the middle: real Rasa replicas, a real action server, real stores."""

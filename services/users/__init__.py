"""The people of the company: who they are, what they do, whom they answer to."""

"""The human side of payroll: cases, requests that somebody decides, what is attached to them, and who is told."""

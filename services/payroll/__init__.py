"""Payroll: what each person is paid, why, and what is owed to them (leaves, severance, loans)."""

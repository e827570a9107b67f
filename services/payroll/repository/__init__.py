"""Payroll's queries, one module a subject; rows become views here and nowhere else."""

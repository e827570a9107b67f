"""Colombian payroll rules as pure functions over `Decimal` and `date`; every result is a tree of steps.

Nothing here reads a clock, a file or a database: legal figures arrive as `LegalParameters`.
"""

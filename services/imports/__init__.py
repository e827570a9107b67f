"""Loads a company's real payroll from the CSV and XLSX files that its payroll program exports."""

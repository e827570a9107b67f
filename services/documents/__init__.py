"""Documents that people hand to others: payslips and certificates as PDF, each verifiable by its code."""

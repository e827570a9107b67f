"""A fictional textile company with three years of pay, to try the product and to test it against."""

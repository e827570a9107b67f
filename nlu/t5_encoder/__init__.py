"""Pre-training of the compact Spanish T5 encoder that ships in `models/t5-nomina-es`."""

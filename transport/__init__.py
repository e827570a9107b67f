"""What every HTTP server of the product has in common, before anybody is heard."""

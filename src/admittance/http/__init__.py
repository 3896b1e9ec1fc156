"""What every web edge shares: route tables, sessions, forms, limits, headers, error rendering."""

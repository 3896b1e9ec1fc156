"""Walks over every route of the server, taken from its route tables: a new route is walked without being named here."""

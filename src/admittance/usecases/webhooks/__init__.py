"""Telling apps what happened: what they want to hear, what waits to be told, and what was answered."""

"""Contacts from a CSV file: read and checked as a whole first, then written in pieces that are undone together."""

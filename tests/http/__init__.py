"""Tests of what all web edges share."""

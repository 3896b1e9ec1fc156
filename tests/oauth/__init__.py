"""Tests of the authorization server's wire, and the world they share."""

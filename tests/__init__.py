"""The rules of Admittance, one sentence a test."""

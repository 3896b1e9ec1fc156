"""The rules: functions of their arguments, without a clock, a database, settings, requests or randomness."""

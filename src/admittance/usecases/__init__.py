"""One act a file: functions of a transaction, what was asked and the time, returning what came of it."""

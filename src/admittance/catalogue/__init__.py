"""The catalogue: which scope needs which permission and which tool, read from a file that an operator writes."""

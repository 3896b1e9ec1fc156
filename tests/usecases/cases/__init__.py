"""The acts on cases, on a real store."""

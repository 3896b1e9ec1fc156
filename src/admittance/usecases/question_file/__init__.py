"""A self-contained question as somebody writes it: JSON in, a question that can be decided out (docs/decide.md)."""

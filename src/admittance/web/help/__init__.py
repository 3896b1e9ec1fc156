"""The help articles: their texts, and what reads them."""

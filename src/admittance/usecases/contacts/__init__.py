"""Contacts as people work with them: within what each may see and change (product section 3)."""

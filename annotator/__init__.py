"""Spandesk: label spans in articles, and leave as training data with nothing lost."""

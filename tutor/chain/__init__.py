"""Problem and trace documents, addresses, rules and steps."""

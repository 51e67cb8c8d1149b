"""Links to invoices that end, and that nobody can change."""

"""What was posted where: one row for each channel, account and slot, in SQLite or PostgreSQL."""

"""What is built, set into a landscape: towns, villages, harbours, single works."""

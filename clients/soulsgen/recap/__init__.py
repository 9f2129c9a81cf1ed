"""A session's recap: what an agent tells, what rules find, for the players and for the game master."""

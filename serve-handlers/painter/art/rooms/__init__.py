"""Rooms: their shells, their furniture, their lamps."""

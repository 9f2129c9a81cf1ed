"""Light and air: sky, weather, water, fire and smoke."""

"""Drawings of what hands have built, each in metres about its foot."""

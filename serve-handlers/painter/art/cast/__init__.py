"""Who is in a picture, and where each stands, flies or swims."""

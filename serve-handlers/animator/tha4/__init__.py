"""The THA4 teacher (mode_07): THA3's face, and two networks that paint. What students learn from."""

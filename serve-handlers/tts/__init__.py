"""The voice: text to speech whose words, phonemes and mouth shapes have exact times."""

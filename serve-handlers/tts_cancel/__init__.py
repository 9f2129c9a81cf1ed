"""The archive that ends utterances of the tts archive beside it, while all of that one's workers speak."""

"""Makes the default speech recogniser: text in, synthesised speech, a small Whisper checkpoint out.

`soulstrain.speech.run.train` is the way in; importing this package alone imports neither numpy nor torch.
espeak-ng (GPL-3) is loaded in worker processes that make training data and nowhere else.
"""

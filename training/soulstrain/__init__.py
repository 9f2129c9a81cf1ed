"""Makes weights: a corpus folder in, a Hugging Face GPT-2 folder out.

`soulstrain.run.train` is the way in; importing this package alone imports no torch.
"""

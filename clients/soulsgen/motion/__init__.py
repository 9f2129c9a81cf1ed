"""How the avatar moves: poses as pure functions of time, a seed and events; nothing here draws.

parameters.py   the 45 pose parameters and their names
chance.py       chance that can be asked about any moment
easing.py       how a value goes from one place to another; transitions.py from target to target
blinking.py     eyelids; gaze.py irises; swaying.py head, body and breath
emotion.py      emotions as poses and cels (emotions.json)
lips.py         visemes to mouths; heard.py visemes where no phonemes are known
cels.py         what is laid over the face: blushes, tears, data eyes, effects
events.py       what happens when; scene.py all of it as pictures' poses
"""

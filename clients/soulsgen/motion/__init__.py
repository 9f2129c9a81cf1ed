"""How the avatar moves: poses as pure functions of time, a seed and events; nothing here draws.

parameters.py   the 45 pose parameters and their names
chance.py       chance that can be asked about any moment
easing.py       how a value goes from one place to another; transitions.py from target to target
blinking.py     eyelids; gaze.py irises; swaying.py head, body and breath; looking.py eyes and head at a point
emotion.py      emotions as poses and cels (emotions.json)
lips.py         visemes to mouths; heard.py visemes where no phonemes are known
talking.py      a mouth that moves to no known sound
cels.py         what is laid over the face: blushes, tears, data eyes; effects.py what is drawn about her
manner.py       what of it is a matter of taste
events.py       what happens when, overrides.py what is held; scene.py all of it as pictures' poses
"""

"""Characters of the project's own, and students that move them.

rig/          a figure drawn by code under any of the 45 pose parameters
chances.py    poses to learn from
siren.py      networks of sines; networks.py the two of a student
faces.py      faces to learn from; bodies.py movements to learn from
learning.py   steps until the time is over
exam.py       how like the rig the student looks
run.py        all of it, to a character's folder
"""

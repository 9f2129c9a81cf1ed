"""Characters of the project's own, and students that move them.

rig/          a figure drawn by code under any of the 45 pose parameters
chances.py    poses to learn from
siren.py      networks of sines; networks.py the two of a student
teacher.py    whom a student learns from: the rig, or networks that pose a picture
shelf.py      answers of a teacher, on disk where they are dear
faces.py      faces to learn from; bodies.py movements, paintings.py frames that are more than moved
lessons.py    the two lessons that a teacher's answers make
learning.py   steps until the time is over
exam.py       how like its teacher's pictures the student's look
run.py        all of it, to a character's folder
"""

"""The avatar studio: characters that are live, directed from outside, before any number of viewers.

clock.py      one clock for what she does, shows and says
timeline.py   what happens to her; forgetting.py what of it no longer shows
drawing.py    a moment of hers to a picture, by the animator archive
delay.py      how long a picture takes to come; quality.py how large and how many they may be
              outage.py when a server that failed is asked again
pacing.py     which moments are drawn, and when each is shown
shot.py       a picture and a sound as every viewer gets them; broadcast.py hands them out
instance.py   one character, live
"""

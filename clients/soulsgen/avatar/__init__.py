"""The avatar in a film: she says a script, or lends her face to a recording.

script.py       what is said, with which feeling
performance.py  its sound and all that happens in it, on one clock
speaking.py     a script to a performance, by the tts archive
recording.py    a recording to a performance; wording.py when its words are heard
animator.py     the calls to the animator archive
backdrop.py     what is behind her
film.py         pictures and sound into a file, by PyAV
rendering.py    a performance to a film

client/         the live avatar of `soulsgen avatar serve`, for Python programs
"""

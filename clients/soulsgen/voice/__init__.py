"""Speech from the tts archive: asked for whole or sentence by sentence, kept, subtitled and played.

order.py      what is to be said, and how
said.py       the reply: sound, and when each word of it is heard
speaking.py   the calls to the archive
stream.py     a reply that comes sentence by sentence
parts.py      a long text cut where sentences end
recital.py    the parts of a text as one utterance
captions.py   words with times to subtitles
tape.py       an utterance of any length, on the disk while it comes
sound_file.py the formats that it is kept in
keeping.py    files, none of which is replaced unasked
playing.py    the loudspeaker, and how much of an utterance has been heard
aloud.py      an utterance played while it is spoken
samples.py    a sample of every voice in a folder
"""

"""The avatar studio: characters that are live, directed from outside, before any number of viewers.

One who is live
    instance.py   one character, live; clock.py what she does, shows and says goes by
    timeline.py   what happens to her; forgetting.py what of it no longer shows
    drawing.py    a moment of hers to a picture, by the animator archive; delay.py how long that takes
    pacing.py     which moments are drawn, and when each is shown
    quality.py    how large pictures are where the archive cannot keep up; outage.py when it is asked again
    shot.py       a picture and a sound as every viewer gets them; broadcast.py hands them out
    settings.py   how she moves and looks; keys.py, kinds.py, tables.py what its keys may be

Her voice, and films of her
    speaking.py   text after text; utterance.py one of them, synthesis.py its sentences, sound.py its pieces
    recorder.py   recordings kept in a folder; recording.py one of them, canvas.py its pictures
    booth.py      all that an instance has beside her picture

Those around her
    server.py     the HTTP server; household.py everybody who is live; access.py who may look and direct
    asked.py, refusals.py   requests read, and what is said of those that fail
    loading.py    coming and going; forms.py, portrait.py, uploads.py pictures that callers bring
    directing.py, performing.py, telling.py, exporting.py, tavern.py, site.py   the other routes
    stills.py     one emotion as a picture; archive.py what the animator archive tells of itself
    feed.py       pictures by HTTP; socket.py, line.py with sound by WebSocket; viewers.py how many
    static/       the page
"""

"""The avatar studio for Python programs: a function for each endpoint of its API (docs/studio.md).

    from soulsgen.avatar import client

    wick = client.load(client.Studio(), "wick")
    client.start(wick)
    client.speak(wick, "Somebody left the lantern burning.", emotion="curiosity")
    for frame in client.result_feed(wick, patience_s=60):
        show(frame.content)

session.py      calls and refusals; body.py, parts.py and fetching.py: replies that come while they are read
cast.py         who is live
directing.py    what she is told
performing.py   what she says, and films of her
telling.py      what there is, and how she is
pictures.py     her emotions, as templates and as pictures
watching.py     her pictures as they come

Faults are those of `soulsgen.errors`: Refused for what will be refused again, Unavailable for what may pass.
"""

from soulsgen.avatar.client.cast import Avatar, instances, load, reload, unload
from soulsgen.avatar.client.directing import (
    load_animator_settings,
    load_animator_settings_from_file,
    load_emotion_templates,
    load_emotion_templates_from_file,
    look_at,
    modify_overrides,
    set_emotion,
    set_overrides,
    start,
    start_data_eyes,
    start_talking,
    stop,
    stop_data_eyes,
    stop_talking,
)
from soulsgen.avatar.client.performing import (
    performance,
    recording,
    speak,
    start_recording,
    stop_recording,
    stop_speaking,
    voices,
)
from soulsgen.avatar.client.pictures import emotion_templates, export, still
from soulsgen.avatar.client.session import Studio
from soulsgen.avatar.client.telling import (
    characters,
    get_available_filters,
    health,
    modules,
    settings_metadata,
    state,
)
from soulsgen.avatar.client.watching import Frame, frame, result_feed

__all__ = [
    "Avatar",
    "Frame",
    "Studio",
    "characters",
    "emotion_templates",
    "export",
    "frame",
    "get_available_filters",
    "health",
    "instances",
    "load",
    "load_animator_settings",
    "load_animator_settings_from_file",
    "load_emotion_templates",
    "load_emotion_templates_from_file",
    "look_at",
    "modify_overrides",
    "modules",
    "performance",
    "recording",
    "reload",
    "result_feed",
    "set_emotion",
    "set_overrides",
    "settings_metadata",
    "speak",
    "start",
    "start_data_eyes",
    "start_recording",
    "start_talking",
    "state",
    "still",
    "stop",
    "stop_data_eyes",
    "stop_recording",
    "stop_speaking",
    "stop_talking",
    "unload",
    "voices",
]

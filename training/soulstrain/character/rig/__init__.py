"""Draws the default character: Wick, who keeps a bonfire's lantern and writes down what travellers tell her.

`figure.draw_rest` and `figure.render` make the whole picture, `face.draw_face` the square that a face morpher
learns, `warp.warp` the motion a body morpher learns; `cels.draw_cel` and `effects.draw_effect` make what is
laid over her. Skia draws it all in sRGB, from tables of points; the same pose makes the same bytes. Importing
this package alone imports neither skia nor torch.
"""

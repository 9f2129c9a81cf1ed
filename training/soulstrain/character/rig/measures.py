"""The sheet of measures the figure is constructed from: pixels of the 512x512 picture, y down.

THA keeps a face inside the square of rows 80-207 and columns 192-319. Everything that a face parameter moves
stays inside it, with `MARGIN` to spare.
"""

SIZE = 512
# left, top, right, bottom
FACE_BOX = (192, 80, 320, 208)
MARGIN = 2

AXIS = 256.0
FACE_Y = 144.0
NOSE_Y = 169.0
MOUTH_Y = 182.0
NECK_PIVOT_Y = 224.0

# An eye's middle from the axis, and its height; the iris's half width and half height.
EYE_OUT, EYE_Y = 27.5, 150.0
IRIS = (11.5, 15.5)

CHEEK_OUT, CHEEK_Y = 33.0, 172.0

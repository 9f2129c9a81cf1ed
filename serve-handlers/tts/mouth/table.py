"""The one table from the letters of IPA to visemes and from visemes to mouth shapes.

Visemes are the fifteen of Oculus Lipsync (developer documentation, "Viseme Reference"). Shapes are the mouths
of Talking Head Anime characters (`mouth_aaa` and so on), and `closed` for the mouth at rest.
Letters: the chart of the International Phonetic Association (2020) by place of articulation, as what is seen
of a sound is its lips and jaw.
"""

from dataclasses import dataclass
from types import MappingProxyType

SILENCE = "sil"


@dataclass(frozen=True, slots=True)
class Row:
    viseme: str
    shape: str
    letters: str


ROWS = (
    Row(SILENCE, "closed", ""),
    Row("PP", "closed", "pbmɓʙʘ"),
    # The lower lip at the teeth, or nearly at the upper lip.
    Row("FF", "iii", "fvɱʋⱱɸβ"),
    Row("TH", "eee", "θð"),
    # A tap is a short d: the t of an American `city`.
    Row("DD", "iii", "tdʈɖɗɾɽɺǀǃǂǁ"),
    Row("kk", "eee", "kɡgcɟqɢɠʄʛxɣχʁʀħʕʜʢʡ"),
    Row("CH", "uuu", "ʃʒɕʑʂʐɧʧʤʨʥ"),
    Row("SS", "iii", "szçɬɮʦʣ"),
    Row("nn", "iii", "nɳɲŋɴlɫɭʎʟ"),
    Row("RR", "uuu", "rɹɻɚɝ"),
    Row("aa", "aaa", "aɑæɐʌɶ"),
    Row("E", "eee", "eɛəɜɘɞœø"),
    Row("I", "iii", "iɪɨᵻyʏjʝɰ"),
    Row("O", "ooo", "oɔɒɤɵ"),
    Row("U", "uuu", "uʊʉɯᵿwɥʍ"),
)
VISEME_OF_LETTER = MappingProxyType({letter: row.viseme for row in ROWS for letter in row.letters})
SHAPE_OF_VISEME = MappingProxyType({row.viseme: row.shape for row in ROWS})

"""Words that tell what a name is a name of."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    Abbess Abbot Admiral Archbishop Archduke Aunt Baron Baroness Bishop Brother Captain Cardinal
    Chancellor Commander Count Countess Dame Deacon Doctor Dr. Duchess Duke Earl Elder Emperor Empress
    Father Friar General Guardsman Herald Judge Keeper King Knight Lady Lieutenant Lord Madam Marshal
    Master Miss Mistress Mother Mr. Mrs. Pontiff Pope Priest Priestess Prince Princess Prior Prioress
    Queen Saint Ser Sergeant Sir Sire Sister Squire St. Uncle Warden Widow
    """
)

PLACE_NOUNS = _words(
    """
    abbey archives barrow bay belfry bridge burg camp canyon cape castle catacombs cathedral cave cavern
    cellar chapel church citadel city cloister coast cove crypt depths desert dungeon estate farm fen
    field fields flats forest fort fortress garden gardens gate grave graveyard hall harbour harbor haven
    heath hill hills hollow house inn island isle keep kingdom lake land lands library lighthouse loft
    manor market marsh mill mine mines monastery moor mooring mountain mountains mouth outpost palace pass
    path peak pier plains port prison province quarry quay realm river road rock room row ruins sanctuary
    sea settlement shore shrine spire square stair stairs steps street swamp temple tomb tower town
    undercroft vale valley vault village wall walls waste wastes well wood woods
    """
)

GROUP_NOUNS = _words(
    """
    army band brotherhood circle clan clans company congregation coven covenant covenanters council court
    cult dynasty faction family fleet folk guard guards guild host knights legion order people peoples
    sect sisterhood tribe tribes watch
    """
)

# "in Hest": where, not who.
PLACE_PREPOSITIONS = _words(
    "across around at beneath beyond in inside into near outside through throughout toward towards within"
)

# "the men of Hest", "a monk of Hest": what comes after "of" is where they are from.
DWELLERS = _words(
    """
    boy boys bride brothers capital children citizens daughter daughters fishermen folk girl girls heir
    kings knights lords maiden maidens man men merchants monk monks native natives nun nuns people priests
    princes queens ruler sailors salters sisters smith smiths soldiers son sons woman women
    """
)

# "said Maud"
SPEECH = _words("answered asked cried replied said says told whispered")

POSSESSIVES = frozenset({"'s", "’s", "'", "’"})

"""Words for what an eye can see, by which the scene ranker knows a sentence worth painting."""

from agent.sentences import words

_PLACES = """
abbey alley altar amphitheatre arch archway arena attic balcony barn barrow basement battlement bay beach
bridge brook camp canal canyon castle catacomb cathedral cave cavern cell cellar chamber chapel church
citadel city clearing cliff coast corridor cottage courtyard crater crypt desert dock door doorway
drawbridge dune dungeon estuary farm fen field fjord ford forest forge fort fortress fountain gallery
garden gate gatehouse glacier glade gorge grave graveyard grove hall hallway hamlet harbour harbor heath
hill house hut inn island isle keep ladder lake library lighthouse manor market marsh meadow mill mine
moat monastery moor mountain nave oasis observatory palace path pass peak pier pit plain plateau plaza
pond port prison pyramid quarry quay rampart ravine reef ridge river road roof room ruin sanctuary sea
shack shaft ship shipwreck shop shore shrine smithy spire square stable stair staircase statue stream
street swamp tavern temple tent terrace throne tomb tower town trench tunnel valley vault vestibule
village volcano wall warehouse waterfall well wharf windmill window wood workshop yard
"""
_LIGHT = """
ash aurora beam blaze bonfire brazier bright candle candlelight cloud dark darkness dawn daylight dim dusk
dust ember evening fire firelight flame flicker fog frost glare gleam glimmer glint gloom glow hail haze
ice icicle lamp lantern light lightning mist moon moonlight morning night rain rainbow shade shadow
shimmer sky smoke snow spark star starlight storm sun sunlight sunrise sunset thunder torch torchlight
twilight wind
"""
_COLOURS = """
amber azure black blue brass bronze brown copper crimson emerald gold golden green grey gray iron ivory
jade marble orange pale pink purple red rusted rusty scarlet silver silvery stone turquoise violet white
wooden yellow
"""
_THINGS = """
anvil arrow axe banner barrel basin bell blade blood boat bone book bookshelf bottle bow cage carpet cart
cauldron chain chair chalice chandelier chest cloak coffin coin column crate crown crystal curtain dagger
desk egg feather flag gem glass goblet hammer helm helmet hood hourglass idol jewel key knife lever mask
mirror moss mural mushroom painting pedestal pillar pool portal portrait puddle robe rope root rug rune
sail scroll shield skull spear staff sword table tapestry tree vine wagon wing wreck
"""
_BEINGS = """
angel bat bear beast beetle bird boar cat cow creature crow crowd deer demon devil dog donkey dragon dwarf
elf farmer fish fisherman fox frog ghost ghoul giant gnome goat goblin golem griffin guard gull hag horse
hound hydra imp innkeeper insect king knight kraken lion lizard mage maiden merchant mimic miner minotaur
monk monster moth mule nymph ogre orc owl ox phantom phoenix pirate priest priestess prince princess queen
rat raven sailor serpent sheep skeleton smith snake soldier spectre specter spider spirit stag swarm toad
traveller traveler treant troll unicorn vampire vulture warrior watchman werewolf witch wizard wolf worm
wraith wyvern zombie
"""
_LOOKS = """
ancient arched barred bleeding broken burned burning burnt carved charred cobbled collapsed cracked
crumbling crouching dripping drowned enormous flooded frozen gleaming glittering glowing hanging hooded
huge hunched kneeling lit looming massive mossy muddy narrow overgrown ragged ruined scarred shattered
shining silhouetted snowy spiked standing steep sunken tall tattered torn towering twisted vast veiled
winged withered
"""
VISIBLE = frozenset(" ".join((_PLACES, _LIGHT, _COLOURS, _THINGS, _BEINGS, _LOOKS)).split())


def visible_words(text: str) -> set[str]:
    """The different visible words of `text`, plurals counted as their word."""
    found = (_known(word) for word in words(text))
    return {word for word in found if word}


def _known(word: str) -> str | None:
    """`ruins` is ruin, `torches` torch, `wolves` wolf."""
    stems = (word, word.removesuffix("'s"), word.removesuffix("s"), word.removesuffix("es"))
    irregular = (word.removesuffix("ves") + "f", word.removesuffix("ies") + "y")
    return next((stem for stem in (*stems, *irregular) if stem in VISIBLE), None)

"""Words for what an eye can see, by which the scene ranker knows a sentence worth painting."""

from agent.sentences import words

_PLACES = """
abbey alley altar amphitheatre arch archway arena attic balcony barn barrow basement battlement bay beach
bridge brook cabin camp canal canyon castle catacomb cathedral causeway cave cavern ceiling cell cellar
chamber chapel church citadel city clearing cliff coast corridor cottage courtyard crater crossroads crypt
deck den desert dock door doorway drawbridge dune dungeon estuary farm fen field fjord floor ford forest
forge fort fortress fountain gallery garden gate gatehouse glacier glade gorge grave graveyard ground
grove hall hallway hamlet harbor harbour heath hill hilltop hollow horizon house hut inn island isle jetty
ladder lagoon lair lake library lighthouse manor market marsh meadow mill mine moat monastery moor
mountain mud nave nest oasis observatory ocean palace path peak pier pit plateau plaza pond port prison
pyramid quarry quay rampart ravine reef ridge river road rock roof room ruin sanctuary sand sea shack
shaft ship shipwreck shop shore shoreline shrine smithy spire square stable stair staircase statue stream
street swamp tavern temple tent terrace throne tide tomb tower town trench tunnel valley vault vestibule
village volcano wall warehouse water waterfall wave wharf windmill window wood workshop yard
"""
_LIGHT = """
ash aurora beam blaze bonfire brazier bright candle candlelight cloud dark darkness dawn daylight dim dusk
dust ember evening fire firelight flame flicker fog frost glare gleam glimmer glint gloom glow hail haze
ice icicle lamp lantern light lightless lightning mist moon moonless moonlight morning night rain rainbow
shade shadow shimmer sky smoke snow spark star starlight storm sun sunlight sunrise sunset thunder torch
torchlight twilight wind
"""
_COLOURS = """
amber azure black blue brass bronze brown copper crimson emerald gold golden green grey gray iron ivory
jade marble orange pale pink purple red rusted rusty scarlet silver silvery stone turquoise violet white
wooden yellow
"""
_THINGS = """
anchor anvil apple armor armour arrow axe banner barrel basin bell bench blade blanket blood boat bone
book bookshelf bottle bow bread bucket cage candlestick carpet cart cauldron chain chair chalice
chandelier chest claw cloak coat coffin coin column corpse crab crack crate crown crystal curtain dagger
desk drum egg fang feather flag fur gem glass goblet grave hammer hat helm helmet hood hook horn hourglass
idol jar jewel key knife lamp letter lever limb mask mast mirror moss mural mushroom net oar painting
pearl pedestal pillar pool portal portrait pot puddle reed rib ribbon robe root rope rug rune sack sail
salt scroll seal shell shield skull spear staff stone sword table tapestry tentacle tooth track tree vine
wagon web wheel whip wing wreck
"""
_BEINGS = """
angel archer baker bandit bat bear beast beetle bird bishop boar boy brother captain cat child children
corpse cow crab creature crew crone crow crowd cultist deer demon devil dog donkey dragon driver dwarf elf
farmer ferryman figure fish fisherman fisherwoman fox frog ghost ghoul giant girl gnome goat goblin golem
griffin guard guardian guest gull hag herald horse hound hunter huntress hydra imp innkeeper insect keeper
king knife knight kraken lady lion lizard lord mage maiden man men merchant mimic miner minotaur monk
monster moth mother mule nun nymph ogre orc owl ox people phantom phoenix pirate priest priestess prince
princess prisoner queen rat raven sailor serpent sheep sister skeleton smith snake soldier specter spectre
spider spirit stag stranger swarm thief toad tortoise traveler traveller treant troll unicorn vampire
villager vulture warrior watchman werewolf widow witch wizard wolf woman women worm wraith wyvern zombie
"""
_LOOKS = """
ancient arched bald barefoot barred bearded bent bleeding bloody broken burned burning burnt carved
charred cloaked cobbled collapsed cracked crawling crouching crumbling dead dripping drowned dusty empty
enormous faceless flooded frozen gleaming glittering glowing hanging hooded huge hunched kneeling lit
looming masked massive mossy muddy naked narrow overgrown pouring ragged rising rotten ruined scarred
shattered shining silhouetted smooth snowy spiked spiral sprawling standing steaming steep sunken tall
tattered thin torn towering twisted vast veiled wet white winged withered young
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

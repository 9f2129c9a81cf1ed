"""Words for where, when and how it feels; see `words` for how they are written."""

PLACES: dict[str, dict[str, str]] = {
    # Rooms. With a land named before them they are buildings seen from outside (OUTSIDE below).
    "place": {
        "tavern": (
            "tavern inn alehouse pub taproom common_room barkeep innkeeper bartender tankard mead_hall"
        ),
        "throne": "throne throne_room audience_chamber royal_court",
        "hall": "great_hall hall feast banquet ballroom feasting_hall longhouse guildhall dining",
        "dungeon": (
            "dungeon corridor prison cell jail gaol passage passageway hallway sewer catacomb tunnel "
            "undercroft labyrinth maze"
        ),
        "stairs": "stair staircase stairwell spiral spiral_stair winding_stair spiral_staircase",
        "nave": "cathedral church nave chapel abbey monastery basilica minster sanctuary temple shrine altar",
        "crypt": "crypt tomb mausoleum sarcophagus burial_chamber vault sepulchre barrow ossuary",
        "library": (
            "library archive scriptorium bookshelf bookcase bookshop laboratory lab workshop the_study "
            "wizard_study wizard's_study observatory alchemist"
        ),
        "cave": "cave cavern grotto underground underdark underworld mine mineshaft lair den hollow_hill",
        "forge": "forge smithy blacksmith anvil foundry",
        "cellar": "cellar basement storeroom larder warehouse stable barn",
        "chamber": "bedroom bedchamber chamber room parlour parlor kitchen cottage_interior nursery attic",
    },
    "land": {
        "mountains": (
            "mountain peak alp summit mountainside ridge mountain_pass high_pass snowy_pass cliffside "
            "glacier highland crag massif"
        ),
        "forest": (
            "forest wood woodland grove jungle thicket glade clearing tree treeline copse pine birch oak"
        ),
        "desert": "desert dune sand sandy oasis wasteland badlands savanna steppe arid",
        "swamp": "swamp marsh bog fen mire bayou wetland marshland quagmire swampy",
        "coast": (
            "coast shore beach seashore coastline harbour harbor port dock pier wharf quay bay cove seaside "
            "shoreline lagoon cliff fjord breakwater"
        ),
        "sea": "sea ocean the_waves high_seas open_water maelstrom whirlpool aboard on_deck",
        "plains": (
            "plain field meadow grassland prairie farmland farm heath pasture battlefield valley vale "
            "countryside garden park camp crossroad cornfield vineyard orchard graveyard cemetery"
        ),
        "hills": "hill hilltop hillside knoll moor moorland rolling_hills foothill hillock shire",
        "tundra": "tundra ice_field icefield frozen_waste ice_sheet taiga snowfield arctic",
        "canyon": "canyon gorge ravine chasm mesa abyss gulch crevasse",
        "volcano": "volcano lava magma volcanic caldera hellscape hell inferno",
        "town": (
            "town city street alley village_square square market marketplace cobbled_street cobblestone "
            "plaza bazaar rooftop hamlet village backstreet side_street market_square market_town"
        ),
    },
    "hour": {
        "dawn": "dawn daybreak sunrise first_light at_first_light early_morning break_of_day",
        "morning": "morning",
        "noon": (
            "noon midday high_noon daylight broad_daylight blazing_sun scorching by_day sunlit sunny sunshine"
        ),
        "afternoon": "afternoon",
        "sunset": "sunset sundown golden_hour setting_sun evening evening_light golden_light",
        "dusk": "dusk twilight gloaming nightfall last_light",
        "night": (
            "night midnight nighttime nocturnal moonlight moonlit starlight starlit night_sky moon star "
            "starry witching_hour moonless full_moon crescent aurora northern_lights borealis milky_way "
            "constellation shooting_star"
        ),
    },
    "weather": {
        "clear": "clear cloudless blue_sky clear_sky",
        "cloudy": "cloud cloudy billowing",
        "overcast": "overcast grey_sky gray_sky leaden gloomy drizzly dull_sky",
        "rain": "rain rainy raining drizzle downpour rainfall rain-soaked rain-slick pouring",
        "storm": "storm stormy thunder thunderstorm lightning tempest hurricane gale squall typhoon",
        "snow": "snow snowy snowfall snowing blizzard snowstorm falling_snow flurry snowflake sleet",
        "fog": "fog foggy mist misty haze hazy murky vapour vapor brume",
        "sandstorm": "sandstorm dust_storm duststorm simoom",
    },
    "season": {
        "spring": "spring blossom blooming cherry_blossom springtime",
        "summer": "summer midsummer lush verdant jungle tropical",
        "autumn": "autumn autumnal fall_leaves fallen_leaves golden_leaves red_leaves october harvest",
        "winter": (
            "winter wintry snow snowy icy frozen frost frosty ice snowbound snow-covered snow-capped "
            "midwinter frostbitten"
        ),
    },
    "mood": {
        "ominous": (
            "ominous eerie dark sinister haunted dread grim cursed menacing foreboding evil horror creepy "
            "doomed bleak desolate forsaken deadly terrifying necromancer"
        ),
        "serene": "serene peaceful calm quiet tranquil gentle idyllic cosy cozy restful sleepy",
        "joyful": "joyful merry cheerful festive bright celebration dancing laughter laughing happy festival",
        "mystic": (
            "mystic magical enchanted arcane ethereal dreamlike otherworldly fey faerie fairy ancient_magic "
            "spectral mysterious glowing glow luminous"
        ),
        "battle": (
            "battle war brawl fight fighting clash siege attack attacking charge duel combat assault raid "
            "ambush skirmish slaughter"
        ),
    },
}

# Seen from outside: the building that a room's word stands for.
OUTSIDE: dict[str, str] = {
    "stairs": "tower",
    "tavern": "house",
    "throne": "castle",
    "hall": "house",
    "dungeon": "castle",
    "nave": "church",
    "crypt": "tomb",
    "library": "tower",
    "cave": "cavemouth",
    "forge": "house",
    "cellar": "house",
    "chamber": "house",
}

# Seen from inside: the room that a building's word stands for.
INSIDE: dict[str, str] = {
    "tower": "stairs",
    "lighthouse": "stairs",
    "castle": "hall",
    "house": "chamber",
    "hut": "chamber",
    "church": "nave",
    "ship": "cellar",
    "windmill": "cellar",
    "pyramid": "crypt",
    "tomb": "crypt",
}

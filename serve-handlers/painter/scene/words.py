"""The table of words: what each feature of a scene may be called. The one place to teach the painter a word.

Words stand in the singular and in their plain form; `reading` finds plurals, and `_` joins a phrase.
A word may stand in several places: "snowy" is a season and a weather.
"""

FEATURES: dict[str, dict[str, str]] = {
    # Rooms. With a land named before them they are buildings seen from outside (OUTSIDE below).
    "place": {
        "tavern": (
            "tavern inn alehouse pub taproom bar common_room barkeep innkeeper bartender tankard mead_hall"
        ),
        "throne": "throne throne_room audience_chamber court royal_court",
        "hall": "great_hall hall feast banquet ballroom feasting_hall longhouse guildhall dining",
        "dungeon": (
            "dungeon corridor prison cell jail gaol passage passageway hallway sewer catacomb tunnel "
            "undercroft stairwell labyrinth maze"
        ),
        "nave": "cathedral church nave chapel abbey monastery basilica minster sanctuary temple shrine altar",
        "crypt": "crypt tomb mausoleum sarcophagus burial_chamber vault sepulchre barrow ossuary",
        "library": (
            "library archive scriptorium bookshelf bookcase bookshop laboratory lab workshop study "
            "wizard_study observatory alchemist"
        ),
        "cave": "cave cavern grotto underground underdark underworld mine mineshaft lair den hollow_hill",
        "forge": "forge smithy blacksmith anvil foundry",
        "cellar": "cellar basement storeroom larder warehouse stable barn",
        "chamber": "bedroom bedchamber chamber room parlour parlor kitchen cottage_interior nursery attic",
    },
    "land": {
        "mountains": (
            "mountain mount peak alp summit mountainside ridge mountain_pass pass cliffside glacier "
            "highland crag massif"
        ),
        "forest": (
            "forest wood woodland grove jungle thicket glade clearing tree treeline copse pine birch oak"
        ),
        "desert": "desert dune sand sandy oasis wasteland badlands savanna steppe arid",
        "swamp": "swamp marsh bog fen mire bayou wetland marshland quagmire swampy",
        "coast": (
            "coast shore beach seashore coastline harbour harbor port dock pier wharf quay bay cove seaside "
            "shoreline lagoon island isle cliff fjord"
        ),
        "sea": "sea ocean wave high_seas open_water maelstrom whirlpool",
        "plains": (
            "plain field meadow grassland prairie farmland farm heath pasture battlefield valley vale "
            "countryside garden park camp crossroad cornfield vineyard orchard graveyard cemetery"
        ),
        "hills": "hill hilltop hillside knoll moor moorland rolling_hills foothill hillock shire",
        "tundra": "tundra ice_field icefield frozen_waste ice_sheet taiga snowfield arctic",
        "canyon": "canyon gorge ravine chasm mesa abyss gulch",
        "volcano": "volcano lava magma volcanic caldera hellscape hell inferno",
        "town": (
            "town city street alley village_square square market marketplace cobbled_street cobblestone "
            "plaza bazaar rooftop hamlet village"
        ),
    },
    "hour": {
        "dawn": "dawn daybreak sunrise first_light early_morning break_of_day",
        "morning": "morning",
        "noon": (
            "noon midday high_noon daylight broad_daylight blazing_sun scorching day sunlit sunny sunshine"
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
        "rain": "rain rainy raining drizzle downpour rainfall wet rain-soaked rain-slick pouring",
        "storm": "storm stormy thunder thunderstorm lightning tempest hurricane gale squall typhoon",
        "snow": "snow snowy snowfall snowing blizzard snowstorm falling_snow flurry snowflake sleet",
        "fog": "fog foggy mist misty haze hazy murky vapour vapor brume",
        "sandstorm": "sandstorm dust_storm duststorm simoom",
    },
    "season": {
        "spring": "spring blossom blooming cherry_blossom springtime",
        "summer": "summer midsummer lush verdant",
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
        "serene": "serene peaceful calm quiet tranquil gentle idyllic cosy cozy still restful sleepy",
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
    "feature": {
        "moon": "moon moonlight moonlit full_moon crescent",
        "stars": "star starry starlight starlit constellation milky_way night_sky",
        "sun": "sun sunlight sunlit sunbeam blazing_sun",
        "aurora": "aurora northern_lights borealis",
        "comet": "comet meteor shooting_star",
        "rainbow": "rainbow",
        "burning": (
            "burning ablaze aflame on_fire in_flames blaze blazing_village inferno conflagration wildfire "
            "flaming burn firestorm torching"
        ),
        "fire": "firelight fireplace hearth fire bonfire flame fireside",
        "campfire": "campfire camp_fire bonfire camp campsite encampment",
        "torches": "torch torchlight torchlit sconce brazier",
        "lanterns": "lantern lamp lamplight lamplit streetlight",
        "candles": "candle candlelight candlelit candelabra chandelier",
        "lightning": "lightning thunder thunderstorm thunderbolt",
        "crystals": "crystal gem gemstone amethyst geode quartz crystalline",
        "mushrooms": "mushroom fungus fungi toadstool",
        "fireflies": "firefly fireflies will-o-wisp wisp fairy_light",
        "magic": (
            "magic spell arcane rune glyph portal sorcery enchantment enchanted ritual summoning "
            "incantation magical"
        ),
        "portal": "portal rift gateway",
        "path": (
            "path road trail track lane way trek journey travel travelling traveling marching walking "
            "caravan riding"
        ),
        "river": "river stream creek brook ford riverbank",
        "lake": "lake pond pool loch mere tarn waterside lakeside reservoir",
        "waterfall": "waterfall cascade cataract",
        "flowers": "flower wildflower blossom rose lavender poppy garden daisy blooming",
        "ruined": (
            "ruin ruined crumbling abandoned broken shattered collapsed derelict fallen decayed overgrown "
            "forgotten destroyed ancient_ruins"
        ),
        "overgrown": "overgrown ivy vine mossy moss-covered moss",
        "smoke": "smoke smoking smoky smouldering smoldering",
        "godrays": "sunbeam god_rays light_shaft shafts_of_light ray sunray",
        "web": "cobweb web spiderweb",
        "gold": "gold treasure hoard coin riches chest loot",
        "blood": "blood bloody bloodstained gore bloodied",
        "bones": "bone skull skeleton remains",
        "books": "book tome scroll grimoire bookshelf",
        "feast": "feast banquet food bread roast",
        "ale": "ale beer mead tankard mug wine",
        "banner": "banner flag pennant standard tapestry heraldry",
        "interior": "inside interior within indoors",
        "exterior": "outside exterior entrance before_the_gates facade outdoors approach approaching",
        "pines": "pine fir conifer spruce evergreen taiga",
        "palms": "palm oasis tropical jungle",
        "birches": "birch aspen",
        "deadtrees": "dead_tree bare_tree leafless withered gnarled dead_forest twisted_tree",
        "empty": "empty deserted lifeless lonely_road nobody uninhabited",
        "frozen": "frozen ice icy glacier",
        "lava": "lava magma molten volcanic erupt eruption erupting",
        "eyes": "glowing_eyes red_eyes eye",
        "chains": "chain shackle manacle",
        "cliff": "cliff cliffside fjord crag precipice",
    },
    "structure": {
        "house": "house cottage farmhouse cabin home homestead farm building hovel manor",
        "hut": "hut shack hovel shanty lodge witch's_hut",
        "village": "village hamlet settlement town city outpost",
        "castle": "castle fortress keep citadel stronghold palace fort bastion",
        "tower": "tower spire turret wizard_tower watchtower belfry",
        "lighthouse": "lighthouse beacon",
        "ruin": "ruin ruins ancient_ruins",
        "church": "monastery abbey",
        "bridge": "bridge viaduct drawbridge",
        "wall": "city_wall rampart battlement palisade",
        "gate": "gate gatehouse archway arch",
        "pyramid": "pyramid ziggurat",
        "obelisk": "obelisk monolith",
        "stones": "standing_stone stone_circle megalith henge menhir",
        "statue": "statue colossus idol",
        "tent": "tent camp encampment pavilion campsite bivouac caravan",
        "windmill": "windmill mill",
        "grave": "grave gravestone tombstone graveyard cemetery headstone",
        "ship": "ship galleon sailing_ship warship frigate longship vessel pirate_ship caravel brig schooner",
        "boat": "boat rowboat fishing_boat canoe raft barge ferry skiff gondola",
        "cart": "cart wagon carriage caravan",
        "well": "well fountain",
        "gallows": "gallows",
        "pier": "harbour harbor port dock pier wharf quay jetty",
    },
    "figure": {
        "knight": "knight paladin cavalier templar champion crusader",
        "soldier": (
            "soldier guard warrior guardsman legionary army fighter watchman sentry mercenary troop "
            "regiment barbarian viking gladiator militia swordsman battle bandit raider"
        ),
        "archer": "archer ranger bowman hunter huntress bowwoman",
        "wizard": "wizard mage sorcerer warlock archmage magician spellcaster druid enchanter conjurer",
        "witch": "witch sorceress crone hag enchantress",
        "king": "king emperor monarch ruler prince lord duke",
        "queen": "queen empress princess lady duchess priestess maiden bride goddess",
        "rogue": (
            "rogue thief assassin cutpurse spy hooded_figure cloaked_figure shadowy_figure stranger burglar "
            "smuggler pirate"
        ),
        "traveller": (
            "traveller traveler adventurer wanderer pilgrim hero heroine party companion explorer scout "
            "refugee messenger nomad figure silhouette band hiker wayfarer"
        ),
        "villager": (
            "villager farmer peasant townsfolk townspeople people person man woman men women crowd patron "
            "drinker brawler merchant fisherman sailor crew customer miner sailors dancer brawl"
        ),
        "barkeep": "barkeep innkeeper bartender barmaid tavernkeeper cook",
        "bard": "bard minstrel musician lutist fiddler",
        "monk": "monk priest cleric cultist acolyte friar nun necromancer bishop lich",
        "smith": "smith blacksmith",
        "dwarf": "dwarf dwarves dwarven gnome halfling",
        "elf": "elf elves elven",
        "child": "child children boy girl kid",
        "prisoner": "prisoner captive",
        "skeleton": "skeleton undead zombie ghoul",
        "goblin": "goblin kobold imp gremlin",
        "orc": "orc ogre troll hobgoblin minotaur",
        "giant": "giant golem colossus titan cyclops",
        "ghost": "ghost spirit spectre specter wraith phantom apparition banshee",
        "demon": "demon devil fiend gargoyle",
        "angel": "angel seraph",
        "dragon": "dragon wyvern drake wyrm",
        "griffin": "griffin gryphon hippogriff roc phoenix eagle",
        "birds": "bird raven crow seagull gull flock swallow vulture hawk owl",
        "bats": "bat",
        "horse": "horse stallion mare steed unicorn pony mule donkey",
        "rider": "rider horseman cavalry horsewoman mounted",
        "wolf": "wolf wolves hound dog werewolf warg direwolf jackal fox",
        "bear": "bear owlbear",
        "deer": "deer stag elk doe moose",
        "camel": "camel",
        "cow": "cow ox cattle sheep goat boar pig",
        "spider": "spider arachnid",
        "serpent": "serpent snake sea_serpent hydra leviathan sea_monster",
        "kraken": "kraken tentacle octopus squid tentacled",
        "cat": "cat panther lion tiger",
        "rats": "rat mouse mice",
        "whale": "whale",
    },
}

# Seen from outside: the building that a room's word stands for.
OUTSIDE: dict[str, str] = {
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

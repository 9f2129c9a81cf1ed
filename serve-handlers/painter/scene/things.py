"""Words for what is there: features, buildings, people and beasts; see `words` for how they are written."""

THINGS: dict[str, dict[str, str]] = {
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
        "lanterns": "lantern lamp lamplight lamplit streetlight lamp_post",
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
        "afterrain": "after_rain after_the_rain after_the_storm",
        "path": (
            "path road trail track lane way trek journey travel travelling traveling marching walking "
            "caravan riding"
        ),
        "river": "river stream creek brook ford riverbank",
        "lake": (
            "lake in_the_lake on_the_lake pond pool loch mere tarn waterside lakeside lakeshore reservoir"
        ),
        # Some water, nobody says which.
        "water": (
            "water waters waterline floodwater ferry ferryman jetty landing_stage ferry_stage "
            "moored mooring reed_bed shallows boatman rowing quay wharf out_in_the_water in_the_water "
            "on_the_water over_the_water out_of_the_water from_the_water island isle islet"
        ),
        "drowned": "drowned flooded flood submerged half-drowned half-sunken sunken sunken_village",
        "offshore": (
            "island isle islet far_out out_in_the_water in_the_water on_the_water over_the_water offshore "
            "in_the_lake on_the_lake out_of_the_water from_the_water half-drowned"
        ),
        "waterfall": "waterfall cascade cataract",
        "flowers": "flower wildflower blossom roses lavender poppy garden daisy blooming",
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
        "books": "floating_book flying_book book tome scroll grimoire bookshelf",
        "feast": "feast banquet food bread roast",
        "ale": "ale beer mead tankard mug wine",
        "banner": "banner flag pennant standard tapestry heraldry",
        "interior": "inside interior within indoors",
        "exterior": (
            "outside exterior entrance before_the_gates facade outdoors approach approaching temple_steps "
            "steps_of in_its_window in_the_window by_the_road by_the_roadside roadside"
        ),
        "pines": "pine fir conifer spruce evergreen taiga",
        "palms": "palm oasis tropical jungle",
        "birches": "birch aspen",
        "deadtrees": "dead_tree bare_tree leafless withered gnarled dead_forest twisted_tree",
        "empty": "empty deserted lifeless lonely_road nobody uninhabited",
        "frozen": "frozen ice icy glacier",
        "lava": (
            "lava magma molten volcanic erupt eruption erupting river_of_lava lava_river sea_of_lava "
            "lake_of_lava"
        ),
        "eyes": "glowing_eyes red_eyes",
        "chains": "chain shackle manacle",
        "cliff": "cliff cliffside fjord crag precipice",
        "stalls": "stall market marketplace market_square bazaar market_day market_town awning",
        "alley": "alley backstreet side_street narrow_street narrow_lane alleyway",
        "street": (
            "town city street alley market marketplace market_square plaza bazaar cobbled_street cobblestone "
            "backstreet side_street narrow_street market_town"
        ),
        # A thing that burns sets nothing else on fire.
        "burningthing": (
            "burning_sword flaming_sword burning_blade burning_torch burning_eye burning_candle burning_gaze "
            "burning_incense burning_lamp burning_lantern"
        ),
        "ropebridge": "rope_bridge suspension_bridge hanging_bridge swinging_bridge",
        "cloudsea": "above_the_clouds sea_of_clouds sea_of_mist sea_of_fog",
        "floating": "floating floating_book flying_book hover hovering levitating",
        "kneeling": "kneel kneeling pray praying on_one_knee",
        "reaching": "reach_up reaches_up reaching reaching_up",
        "fleeing": "flee fleeing fled run_for run_from running_from chase chased",
        "cheering": "cheer cheering toast toasting raise_their_mugs",
        "crowded": "crowded crowd throng bustling busy packed",
    },
    "structure": {
        "house": "house cottage farmhouse cabin homestead farm building hovel manor",
        "hut": "hut shack hovel shanty lodge witch's_hut",
        "village": "village hamlet settlement town city outpost",
        "castle": "castle fortress keep citadel stronghold palace fort bastion",
        "tower": "tower spire turret wizard_tower watchtower belfry bell_tower",
        "lighthouse": "lighthouse beacon",
        "ruin": "ruin ruins ancient_ruins",
        "bell": "bell great_bell church_bell",
        "church": "monastery abbey",
        "temple": "temple_steps",
        "bridge": "bridge viaduct drawbridge rope_bridge suspension_bridge hanging_bridge swinging_bridge",
        "wall": "city_wall rampart battlement palisade",
        "gate": "gate gatehouse archway arch",
        "pyramid": "pyramid ziggurat",
        "obelisk": "obelisk monolith",
        "stones": "standing_stone stone_circle megalith henge menhir",
        "statue": "statue colossus idol",
        "tent": "tent camp encampment pavilion campsite bivouac caravan",
        "windmill": "windmill mill",
        "grave": "grave gravestone tombstone graveyard cemetery headstone",
        "ship": "ship galleon sailing_ship warship frigate pirate_ship caravel brig schooner",
        "longship": "longship dragon_ship viking_ship",
        "boat": "boat rowboat fishing_boat canoe raft barge ferry skiff gondola",
        "cauldron": "cauldron kettle_of_brew witch's_pot",
        "cart": "cart wagon carriage caravan",
        "well": "well fountain village_well",
        "gallows": "gallows",
        "pier": "harbour harbor port dock pier wharf quay jetty landing_stage ferry_stage",
    },
    "figure": {
        "knight": "knight paladin cavalier templar champion crusader",
        "soldier": (
            "soldier guard warrior guardsman legionary army fighter watchman sentry mercenary troop "
            "regiment barbarian viking gladiator militia swordsman battle bandit raider"
        ),
        "archer": "archer ranger bowman hunter huntress bowwoman",
        "lich": "lich lich_king dracolich",
        "necromancer": "necromancer",
        "wizard": "wizard mage sorcerer warlock archmage magician spellcaster druid enchanter conjurer",
        "witch": "witch sorceress crone hag enchantress",
        "king": "king emperor monarch ruler prince lord duke",
        "queen": "queen empress princess lady duchess priestess maiden bride goddess",
        "rogue": (
            "rogue thief assassin cutpurse spy hooded_figure cloaked_figure shadowy_figure stranger burglar "
            "smuggler pirate"
        ),
        "traveller": (
            "traveller traveler adventurer wanderer pilgrim hero heroine party companion friend explorer "
            "scout refugee messenger nomad figure silhouette band hiker wayfarer"
        ),
        "villager": (
            "villager farmer peasant townsfolk townspeople people person man woman men women crowd patron "
            "drinker brawler merchant fisherman sailor crew customer miner sailors dancer brawl "
            "crowded throng stallholder fishwife"
        ),
        "ferryman": "ferryman boatman",
        "barkeep": "barkeep innkeeper bartender barmaid tavernkeeper cook",
        "bard": "bard minstrel musician lutist fiddler",
        "monk": "monk priest cleric cultist acolyte friar nun bishop",
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
        "griffin": "griffin gryphon hippogriff roc phoenix giant_eagle",
        "birds": "bird raven crow seagull gull flock vulture hawk owl eagle",
        "bats": "bat",
        "horse": "horse stallion mare steed unicorn pony mule donkey",
        "rider": "rider horseman cavalry horsewoman mounted",
        "wolf": "wolf wolves hound dog werewolf warg direwolf jackal fox",
        "bear": "bear owlbear",
        "deer": "deer stag elk doe moose",
        "camel": "camel",
        "cow": "cow ox cattle sheep goat boar pig",
        "spider": "spider arachnid",
        "serpent": "sea_serpent hydra leviathan sea_monster",
        "snake": "snake serpent viper cobra naga basilisk",
        "kraken": "kraken tentacle octopus squid tentacled",
        "cat": "cat panther lion tiger",
        "rats": "rat mouse mice",
        "whale": "whale",
    },
}

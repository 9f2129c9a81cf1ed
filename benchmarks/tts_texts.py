"""What is said in the benchmark: sentences as a game master says them, and paragraphs of three."""

SENTENCES = (
    "The bell tolls for the unkindled, and nobody in Carrow answers.",
    "Roll for initiative, and tell me what you hold in your hand.",
    "Below the pier the water is black, and something in it breathes.",
    "She sold her name to the tide for a lantern that never goes out.",
    "You hear boots on the stair, two pairs, and the scrape of a drawn sword.",
    "The keeper bows, sets the key upon the altar and walks into the fog.",
    "There is no door here, only a wall where the map promised one.",
    "Take the left passage, for the right one has teeth.",
    "A gull cries once over the drowned chapel and then there is silence.",
    "The old king laughs until the crown falls from his head.",
    "Every candle in the hall leans towards you as if it were listening.",
    "Rest now, for at dawn the bridge goes up and the hunt begins.",
)
PARAGRAPHS = tuple(
    " ".join(SENTENCES[(start + step) % len(SENTENCES)] for step in range(3))
    for start in range(len(SENTENCES))
)
LONG = " ".join(SENTENCES * 6)  # half a minute and more: there is time to cancel it

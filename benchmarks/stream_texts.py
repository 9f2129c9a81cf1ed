"""What bench_stream.py has said: lips that close again and again, among sounds that open them."""

PARAGRAPHS = (
    "Maybe the baby may hop by a puppy and bump a bamboo pipe. "
    "My mama keeps a map above a pile of paper in a big oak box. "
    "A boy may hope, but a bee may buy a pie before he can pay. "
    "Pop a pea up, Bob, and make a bow to the mayor of Bombay.",
    "Up above my home a beam of amber may peep upon a poppy. "
    "Papa may open a bag of beans, a pot of honey and a bowl of soup. "
    "Amy, my puppy, may bite a bone, beg a bit and hop about a bush. "
    "I be happy, my pal, to see a ship sail by a bay in May.",
    "A pie man may meet a piper, a baker and a boy by a mill. "
    "Buy me a pair of boots, a copper cup and a bar of soap. "
    "To be a robber a man may need a map, a rope and a mule. "
    "Bobby may pay a penny a mile to be above a beach at high tide.",
    "My pony may jump a beam, but a beaver may build a home. "
    "Abby may copy a poem about a happy hippo by a muddy pool. "
    "Maybe I may peel a potato and you may boil a cabbage. "
    "Be a pal, Ruby, and bake a plum pie by tomorrow at eight.",
)

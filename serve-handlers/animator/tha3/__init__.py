"""THA3: any picture posed by five networks of convolutions, in four variants of their weights."""

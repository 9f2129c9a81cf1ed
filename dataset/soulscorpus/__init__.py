"""Game files in, corpus out: entries, sentences, words, tokenizer, manifest."""

"""Models of others: known by name, pulled from the Hugging Face Hub, weighed, put into archives."""

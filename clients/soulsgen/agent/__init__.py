"""Who writes recaps and scenes: the agent archive on TorchServe, or any OpenAI-compatible chat endpoint."""

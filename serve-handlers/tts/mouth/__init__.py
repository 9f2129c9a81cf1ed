"""From sounds to faces: IPA to the fifteen Oculus visemes and to the six mouths of an anime character."""

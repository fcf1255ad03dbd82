"""From an utterance to a ranking of intents: normalisation, one linear classifier, urgent rules, places, language."""

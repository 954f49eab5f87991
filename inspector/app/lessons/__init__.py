"""Teaching beside a running line: drafts, trials, activation and the way back."""

"""How well a detector, a scorer or a whole station judges labelled pictures; numpy only."""

"""What the window shows, as QObjects and frozen values without widgets."""

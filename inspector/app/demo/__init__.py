"""The demonstration line: embedded broker, PLC simulator, daemon and rendered products, with the truth known."""

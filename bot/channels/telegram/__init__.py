"""Telegram: its wire format, its limits and its failures. Nothing outside this folder knows about them."""

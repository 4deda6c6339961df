"""Conversations on Discord: mentions, replies, threads, and answers that grow while they are written."""

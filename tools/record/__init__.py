"""The record: how sealed calls did, forward and back-filled apart."""

"""The memory: documents, passages and claims. Imports nothing of ours."""

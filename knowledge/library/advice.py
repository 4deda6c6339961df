"""What a person can do about trouble with the corpus."""

REBUILD = "make it anew from the stored documents with `python -m bot knowledge rebuild`."

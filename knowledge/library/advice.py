"""What a person can do about trouble with the corpus."""

COMPLETE = "`python -m bot knowledge rebuild` completes it."
"""Where a rebuild is under way, or was."""

NEXT = "the next command that opens the corpus completes it"
"""Where an addition or a removal was cut short and all else is sound."""

REBUILD = "make it anew from the stored documents with `python -m bot knowledge rebuild`."

"""The eight-indicator score: eight votes of -1, 0 or +1, each with its number: pure."""

from tools.votes.columns import VoteHistory, vote_history
from tools.votes.votes import Vote, VoteScore, votes

__all__ = ["Vote", "VoteHistory", "VoteScore", "vote_history", "votes"]

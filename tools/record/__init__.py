"""The record: how sealed calls did, forward and back-filled apart."""

from tools.record.results import Book, HorizonScore, Record, ReliabilityBin, StatedScore, WorstCall
from tools.record.score import record_of

__all__ = [
    "Book",
    "HorizonScore",
    "Record",
    "ReliabilityBin",
    "StatedScore",
    "WorstCall",
    "record_of",
]

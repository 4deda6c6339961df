"""Figures that can be recomputed: sums, distances, dates, averages."""

from knowledge.claims.checks.across import check_averages_across
from knowledge.claims.checks.averages import check_averages
from knowledge.claims.checks.bands import check_bands
from knowledge.claims.checks.bars import check_bars
from knowledge.claims.checks.bounds import check_bounds
from knowledge.claims.checks.changes import check_changes
from knowledge.claims.checks.contract import Check, CrossCheck
from knowledge.claims.checks.days_said import check_days
from knowledge.claims.checks.distance_columns import check_distance_columns
from knowledge.claims.checks.distances import check_distances
from knowledge.claims.checks.events_said import check_events
from knowledge.claims.checks.levels import check_levels
from knowledge.claims.checks.positions import check_positions
from knowledge.claims.checks.proportions import check_proportions
from knowledge.claims.checks.references import check_references
from knowledge.claims.checks.reward_risk import check_reward_risk
from knowledge.claims.checks.shares import check_shares
from knowledge.claims.checks.stated_ranges import check_stated_ranges
from knowledge.claims.checks.superlatives import check_superlatives
from knowledge.claims.checks.thresholds import check_thresholds
from knowledge.claims.checks.totals import check_totals
from knowledge.claims.checks.weighted import check_scorecards

CHECKS: tuple[Check, ...] = (
    check_scorecards,
    check_totals,
    check_shares,
    check_proportions,
    check_distances,
    check_distance_columns,
    check_references,
    check_changes,
    check_reward_risk,
    check_stated_ranges,
    check_positions,
    check_superlatives,
    check_thresholds,
    check_bands,
    check_days,
    check_events,
    check_averages,
    check_levels,
    check_bounds,
    check_bars,
)
"""Every check of one document, in the order in which their findings come."""

CROSS_CHECKS: tuple[CrossCheck, ...] = (check_averages_across,)
"""Every check that needs several documents."""

__all__ = ["CHECKS", "CROSS_CHECKS", "Check", "CrossCheck"]

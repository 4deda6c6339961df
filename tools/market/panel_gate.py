"""The gate for a wide table of members' closes."""

import numpy as np
import pandas as pd

from tools.bars import Audit, MemberPanel, Membership, digest_of
from tools.errors import BadData
from tools.market.columns import dates
from tools.market.moves import implausible
from tools.types import FloatArray

_REFUSE_SHARE = 0.20


def validate_panel(
    frame: pd.DataFrame,
    *,
    membership: Membership,
    biased: bool,
    source: str,
    simulated: bool = False,
) -> MemberPanel:
    """Make a panel of a wide table of adjusted closes, or refuse it.

    A price that is not positive or not finite becomes NaN and is counted, as are the prices of a repeated
    date (the last row given stays). Columns that are no members are left out, members without any price
    too: those stay in the denominator. Implausible moves are counted in a warning and kept; what to
    believe of them is decided where the past alone is known.

    Args:
        frame: A date column or index, one column of numbers per member.
        membership: The list; its length is the denominator of coverage.
        biased: Whether the list is later than the sessions it is used for.
        source: Name of the source.
        simulated: Whether the prices are made up.

    Raises:
        BadData: No dates, no member with a price, or more than 20 % of the prices refused.
    """
    who = f"{membership.universe} from {source}"
    index = dates(frame.rename(columns={name: str(name) for name in frame.columns}), who)
    columns = [str(name) for name in frame.columns]
    wanted = set(membership.symbols)
    members = [position for position, name in enumerate(columns) if name in wanted]
    if not members or frame.empty:
        raise BadData(f"{who}: none of the {len(wanted):,} members has a column of prices.")
    if len({columns[position] for position in members}) < len(members):
        raise BadData(f"{who}: a member has two columns of prices; expected one each.")
    closes = _closes(frame.iloc[:, members], who)
    rows_in = int(np.count_nonzero(~np.isnan(closes)))
    dropped: dict[str, int] = {}
    with np.errstate(invalid="ignore"):
        bad = (closes <= 0) | np.isinf(closes)
    if bad.any():
        dropped["price not positive or infinite"] = int(bad.sum())
        closes[bad] = np.nan
    ordered = index.is_monotonic_increasing
    last = np.asarray(~index.duplicated(keep="last") & np.asarray(index.notna()), dtype=np.bool_)
    repeated = int(np.count_nonzero(~np.isnan(closes[~last])))
    if repeated:
        dropped["price of a repeated or unreadable date"] = repeated
    if not (ordered and last.all()):
        order = np.flatnonzero(last)[np.argsort(index.asi8[last], kind="stable")]
        closes, index = closes[order], index[order]
    if sum(dropped.values()) > _REFUSE_SHARE * rows_in:
        raise BadData(f"{who}: {sum(dropped.values()):,} of {rows_in:,} prices are unusable ({dropped}).")
    priced = np.asarray(~np.isnan(closes).all(axis=0), dtype=np.bool_)
    if not priced.any():
        raise BadData(f"{who}: there is no usable price.")
    if not priced.all():
        closes = closes[:, priced]
    closes = np.asfortranarray(closes)
    symbols = tuple(columns[position] for position, has in zip(members, priced.tolist(), strict=True) if has)
    warnings = [] if ordered else ["The sessions were not in order; they were sorted."]
    warnings += _panel_warnings(closes, len(wanted) - len(symbols), len(wanted))
    closes.setflags(write=False)
    name = f"{membership.universe}@{membership.as_of}:{len(wanted)}:{','.join(symbols)}"
    return MemberPanel(
        membership=membership,
        index=index,
        symbols=symbols,
        closes=closes,
        biased=biased,
        source=source,
        simulated=simulated,
        audit=Audit(rows_in, dropped, tuple(warnings)),
        digest=digest_of(name, index, {"closes": closes}),
    )


def _closes(prices: pd.DataFrame, who: str) -> FloatArray:
    try:
        return np.array(prices.to_numpy(dtype=np.float64, na_value=np.nan), order="F")
    except (TypeError, ValueError) as error:
        raise BadData(f"{who}: the columns of prices hold something that is not a number.") from error


def _panel_warnings(closes: FloatArray, unpriced: int, listed: int) -> list[str]:
    warnings = []
    with np.errstate(over="ignore", under="ignore"):
        moves = int(np.count_nonzero(implausible(closes[1:] / closes[:-1])))
    if moves:
        what = "daily move of members is" if moves == 1 else "daily moves of members are"
        warnings.append(f"{moves:,} {what} over +100 % or under -60 %.")
    if unpriced:
        warnings.append(f"{unpriced:,} of {listed:,} members have no prices.")
    return warnings

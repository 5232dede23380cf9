"""How long an audience stays: reading exports, the curve, and where people leave."""

from scoring.domain.retention.curves import LONGEST, Curve, Drop, curve_of
from scoring.domain.retention.reading import Fault, Reading, RetentionFault, read_csv

__all__ = ["LONGEST", "Curve", "Drop", "Fault", "Reading", "RetentionFault", "curve_of", "read_csv"]

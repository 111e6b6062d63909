"""The doctor: looks at everything that has to work, says what does not, and what to do about it."""

from companion.doctor.examination import EARLY_CHECKS, STORE_CHECKS, examine
from companion.doctor.finding import Finding, State
from companion.doctor.surroundings import Surroundings

__all__ = ["EARLY_CHECKS", "STORE_CHECKS", "Finding", "State", "Surroundings", "examine"]

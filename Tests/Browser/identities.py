"""Identity numbers of nobody, with their check digit right (GB 11643)."""

import datetime
import random

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def identity(born=None):
    """Another one each time: two people with one number are one person, whatever their names. born: YYYYMMDD, else somebody of age."""
    born = born or f"{datetime.date(1950, 1, 1) + datetime.timedelta(days=random.randrange(18_000)):%Y%m%d}"
    digits = f"450103{born}{random.randrange(1000):03d}"
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS)) % 11]

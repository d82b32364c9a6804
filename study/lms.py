"""The LMS method (Cole and Green, Stat Med 1992;11:1305): a measurement as a z score, and a z score as a measurement.

Owns the arithmetic only, in decimals. Which L, M and S belong to a child stands in `study.definition.lookup_tables`.
"""

from decimal import Decimal, localcontext

import msgspec

_DIGITS = 50
_LARGEST_L = 20
_SMALLEST_L = Decimal("1E-12")


class Lms(msgspec.Struct, frozen=True):
    """L (Box-Cox power), M (median, in the measurement's unit) and S (coefficient of variation) of a sex and age."""

    power: Decimal
    median: Decimal
    spread: Decimal

    @property
    def usable(self) -> bool:
        """True when a median and all of -3 SD to +3 SD exist; only then may the methods below be asked."""
        if not (self.median > 0 and 0 < self.spread < 1 and abs(self.power) <= _LARGEST_L):
            return False
        return 3 * abs(self.power) * self.spread < 1

    def z_score(self, value: Decimal) -> Decimal:
        """The z score of a value above 0: ((value/M)^L - 1) / (L S), ln(value/M) / S where L is 0."""
        with localcontext(prec=_DIGITS):
            ratio = value / self.median
            z = ratio.ln() / self.spread if self._logarithmic else (ratio**self.power - 1) / (self.power * self.spread)
        return +z

    def value_at(self, z: Decimal) -> Decimal:
        """The measurement at a z score from -3 to +3: M (1 + L S z)^(1/L), M exp(S z) where L is 0."""
        with localcontext(prec=_DIGITS):
            root = 1 + self.power * self.spread * z
            stretch = (self.spread * z).exp() if self._logarithmic else root ** (1 / self.power)
            value = self.median * stretch
        return +value

    def restricted(self, value: Decimal) -> Decimal:
        """The z score as WHO computes it for weight and body mass index.

        Beyond -3 and +3 SD the distance between the second and the third SD is one unit, since the skewed curve has no
        data there (WHO Child Growth Standards, Methods and development, 2006, chapter 7; WHO AnthroPlus, 2009).
        """
        z = self.z_score(value)
        if abs(z) <= 3:
            return z
        side = Decimal(1).copy_sign(z)
        third = self.value_at(3 * side)
        return side * 3 + side * (value - third) / (third - self.value_at(2 * side))

    @property
    def _logarithmic(self) -> bool:
        """True for L = 0, and for an L so near to it that the power would lose its digits."""
        return abs(self.power) < _SMALLEST_L

"""Toxicity, blood counts, immune reconstitution and the heart: the formulas of this field, gathered."""

from study.derived.aki import CREAT_RISE, KDIGO_AKI
from study.derived.antiphospholipid import APLAB
from study.derived.antiphospholipid_lasting import APLPERS
from study.derived.chem import CACORR
from study.derived.crs import CRSG
from study.derived.ctcae import CTC_LABORATORY
from study.derived.ctcae_heart import CTC_HEART
from study.derived.echo import TEICH
from study.derived.exclusion import EXCL3
from study.derived.heart import QTCSEL
from study.derived.icaht import NICAHT, TICAHT
from study.derived.icaht_late import ICAHT_LATE
from study.derived.icans import CAPDTOT, ICANSG, ICETOT
from study.derived.immune import ABSSUB, BCELL, IGGBAND
from study.derived.reconstitution import BRECON
from study.derived.result import Formula

TOXICITY: tuple[Formula, ...] = (
    *(CRSG, ICANSG, ICETOT, CAPDTOT),
    *CTC_LABORATORY,
    *CTC_HEART,
    *(NICAHT, TICAHT, ICAHT_LATE),
    *(KDIGO_AKI, CREAT_RISE),
    *(IGGBAND, ABSSUB, BCELL, BRECON, APLAB, APLPERS),
    *(CACORR, QTCSEL, TEICH, EXCL3),
)

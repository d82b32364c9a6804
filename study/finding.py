"""What a rule of the protocol finds wrong about a child: a sentence and the place to look at. Owns nothing else."""

import msgspec

from study.address import Address
from study.text import Text


class Finding(msgspec.Struct, frozen=True):
    """Something that must not be. `stop`: nothing of the study may go on before it is settled."""

    code: str
    sentence: Text
    place: Address
    stop: bool = False

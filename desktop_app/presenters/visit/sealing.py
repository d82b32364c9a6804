"""Seals what names a child before it is kept. Runs in the writer's lane; knows no widget."""

import msgspec

from desktop_app.identity import child_key, seal_value
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.typing import identity_text, item_of
from storage.keys import SiteKey
from storage.read import Reader
from study.changes import facts as f
from study.errors import KnownError
from study.values import Cleared, NotDone


def sealed(reader: Reader, scene: Scene, fact: f.ValueSet) -> f.ValueSet:
    """The fact as it may be kept: identity sealed, its typed text not kept at all. KnownError `no-site-key`."""
    if not item_of(scene, fact.address.key).identity or isinstance(fact.value, Cleared | NotDone):
        return fact
    kept, record = reader.site_key(), scene.child.course.record
    if record.erased is not None:
        raise KnownError(
            "identity-erased",
            "The identity of this child was erased; nothing that names the child can be kept here again.",
            "该患儿的身份信息已被删除，不能再保存任何可识别其身份的内容。",
        )
    key = child_key(SiteKey(kept) if kept else None, record)
    if key is None:
        raise KnownError(
            "no-site-key",
            "This workstation has not been handed the site key, so names cannot be kept here yet.",
            "本工作站尚未获得中心密钥，暂时不能保存姓名等身份信息。",
        )
    value = seal_value(key, fact.address, identity_text(fact.value))
    return msgspec.structs.replace(fact, value=value, typed="")

"""An invitation for one workstation that no network reaches. Owns neither codes (`devices`) nor keys (`crypto`)."""

from sync.protocol.invitation import LIFE_MS, Invitation, encode_invitation
from sync.server.devices import issue_code
from sync.server.service import Service
from sync.server.sites import read_site


def invite(service: Service, site: str) -> tuple[Invitation, bytes]:
    """A new invitation with a code of its own, and its file. KnownError `site-unknown`."""
    now, key = service.clock(), service.key
    with service.database.writing(site) as connection:
        name = read_site(connection, site).name
        code = issue_code(connection, site, now, LIFE_MS)
    invitation = Invitation(
        site=site, site_name=name, edc_key=key.public, seal_key=key.seal_public, code=code, until_utc=now + LIFE_MS
    )
    return invitation, encode_invitation(invitation, key.sign)

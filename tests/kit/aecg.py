"""HL7 annotated ECGs for tests, written as a machine would, whoever they name."""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PERSON = """
<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>
  <id root="1.2.3" extension="MCH-0234567"/>
  <subjectDemographicPerson><name>Lin Xiaoman</name><administrativeGenderCode code="F"/><birthTime value="20140502"/>
  </subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>
"""


def lead(code: str, digits: str, scale: str = "5", origin: str = "0", unit: str = "uV") -> str:
    """One sequence of samples."""
    return (
        f'<component><sequence><code code="MDC_ECG_LEAD_{code}"/><value xsi:type="SLIST_PQ">'
        f'<origin value="{origin}" unit="{unit}"/><scale value="{scale}" unit="{unit}"/>'
        f"<digits>{digits}</digits></value></sequence></component>"
    )


def series(leads: str, code: str = "RHYTHM", step: str = "0.002", notes: str = "") -> str:
    """A rhythm (or an averaged beat) that began at 08:10."""
    return (
        f'<component><series><id root="1.9" extension="ACC-77"/><code code="{code}"/><effectiveTime>'
        '<low value="20261117081000.000"/><high value="20261117081010.000"/></effectiveTime>'
        "<author><seriesAuthor><manufacturedSeriesDevice><manufacturerModelName>Beat 9</manufacturerModelName>"
        "</manufacturedSeriesDevice></seriesAuthor></author>"
        '<component><sequenceSet><component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS">'
        f'<head value="20261117081000.000" unit="s"/><increment value="{step}" unit="s"/></value>'
        f"</sequence></component>{leads}</sequenceSet></component>"
        f"<subjectOf><annotationSet>{notes}</annotationSet></subjectOf></series></component>"
    )


def note(code: str, value: str, unit: str = "ms") -> str:
    """What the machine measured."""
    return (
        f'<component><annotation><code code="{code}"/><value xsi:type="PQ" value="{value}" unit="{unit}"/>'
        "</annotation></component>"
    )


def remark(words: str, at: str) -> str:
    """What was written at a moment."""
    return (
        f"<component><annotation><text>{words}</text><support><supportingROI><component><boundary>"
        f'<value><low value="{at}"/></value></boundary></component></supportingROI></support></annotation></component>'
    )


def aecg(*parts: str, person: str = PERSON, head: str = HEAD) -> bytes:
    """The whole file."""
    return (
        f'{head}<AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<id root="61d1a24f"/><code code="93000"/>{person}{"".join(parts)}</AnnotatedECG>'
    ).encode()


def wave(samples: int = 5000, every: int = 400) -> str:
    """A spike of 200 units every `every` samples."""
    return " ".join("200" if place % every == 0 else "1" for place in range(samples))

"""Read and write XML of a bank: no document type, no entities, no depths, any namespace prefix."""

from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from rewards.domain.bank.report import BadFile, Fault

DEPTH: Final = 40
BYTES: Final = 64 * 1024 * 1024


def read_xml(data: bytes) -> ET.Element:
    """Return the root of a document. Raises BadFile for one that is broken, huge or unsafe."""
    if len(data) > BYTES:
        raise BadFile(Fault.TOO_LARGE)
    _look_over(data)
    try:
        return ET.fromstring(data)
    except ET.ParseError as error:
        raise BadFile(Fault.BROKEN, detail=str(error)) from error


def _look_over(data: bytes) -> None:
    """Refuse what could make reading expensive or reach elsewhere, before anything is built."""
    depth = 0

    def refuse(*_: object) -> None:
        raise BadFile(Fault.UNSAFE, detail="DTD")

    def begin(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise BadFile(Fault.UNSAFE, detail=f"{DEPTH}+")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(Fault.BROKEN, detail=str(error)) from error


def namespace(root: ET.Element) -> str:
    """Return the message that a document's namespace names, for example “pain.002.001.10”."""
    return root.tag.partition("}")[0].rpartition(":")[2] if root.tag.startswith("{") else ""


def text_of(element: ET.Element, path: str) -> str:
    """Return the text at a path such as “GrpHdr/MsgId”, whatever the namespace; empty if none."""
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def child(parent: ET.Element, path: str, text: str | None = None) -> ET.Element:
    """Add elements down a path and return the last, with its text."""
    for name in path.split("/"):
        parent = ET.SubElement(parent, name)
    parent.text = text
    return parent


def document(message: str) -> ET.Element:
    """Return an empty document of a message, for example “pain.001.001.09”."""
    return ET.Element("Document", xmlns=f"urn:iso:std:iso:20022:tech:xsd:{message}")


def to_bytes(root: ET.Element) -> bytes:
    """Write a document."""
    ET.indent(root, space=" ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written

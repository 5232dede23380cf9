"""Which column of a CSV holds which field: by name, by synonym, by content. Pure."""

import csv
import io
import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from creatorspark.core.importers.fields import COUNTS, MAPPABLE
from creatorspark.core.importers.parsing import (
    DateOrder,
    date_order_of,
    identifier_in_url,
    is_blank,
    parse_count,
    parse_duration,
    parse_identifier,
    parse_moment,
    unwrap,
)
from creatorspark.core.importers.problems import CellFault, Fault, FileFault
from creatorspark.lib.headers import named_once

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_ROWS: Final = 200
PREAMBLE_ROWS: Final = 20
How = Literal["name", "content", "chosen"]

SYNONYMS: Final[dict[str, str]] = {
    "id": (
        "videoid awemeid itemid postid mediaid contentid tiktokid youtubeid vid id video post item"
    ),
    "url": (
        "videourl weburl webvideourl posturl shareurl sharelink videolink permalink postlink url"
        " link address video"
    ),
    "creator_id": (
        "creatorid authorid authormetaid userid accountid channelid openid ownerid profileid"
        " creatorexternalid uid"
    ),
    "creator": (
        "creatorhandle authorhandle handle username uniqueid authoruniqueid creatorusername"
        " authorusername creator author authorname creatorname authormetaname account"
        " accountname channel channelname user influencer influencername screenname profile"
    ),
    "views": (
        "views viewcount viewscount videoviews playcount plays videoplays totalviews totalplays"
        " numviews nviews viewsnumber statsplaycount watched play view"
    ),
    "likes": (
        "likes likecount likescount diggcount diggs hearts heartcount totallikes numlikes nlikes"
        " thumbsup digg heart like"
    ),
    "comments": (
        "comments commentcount commentscount totalcomments numcomments ncomments replies"
        " replycount comment"
    ),
    "shares": (
        "shares sharecount sharescount totalshares numshares nshares reposts repostcount"
        " forwards forwardcount shared share"
    ),
    "saves": (
        "saves savecount savescount bookmarks bookmarkcount bookmarkscount collectcount collects"
        " favorites favoritecount favoritescount favourites favouritecount favouritescount"
        " totalsaves totalbookmarks numsaves numbookmarks saved bookmarked bookmark favorite"
        " favourite save"
    ),
    "gifts": "gifts giftcount giftscount totalgifts numgifts",
    "duration": (
        "duration videoduration durationseconds durationsec durations lengthseconds lengthsec"
        " videolength length seconds runtime videometaduration"
    ),
    "posted_at": (
        "postedat publishedat posttime publishtime videopublishtime createtime createdat"
        " createtimeiso posteddate postdate publishdate publisheddate createdate datecreated"
        " dateposted datepublished uploaddate uploadedat uploadtime created posted published"
        " date timestamp"
    ),
    "observed_at": (
        "observedat observed snapshotat snapshotdate snapshottime collectedat collectiondate"
        " scrapedat scrapedate crawledat crawldate capturedat fetchedat retrievedat measuredat"
        " recordedat asof exportedat exportdate reportdate"
    ),
    "caption": (
        "caption videodescription videocaption description desc text videotitle title posttext"
        " content message"
    ),
    "hashtags": "hashtags hashtagnames tags hashtag",
    "follower_count": (
        "followercount followerscount followers authorfollowers creatorfollowers fans fancount"
        " subscribers subscribercount authormetafans"
    ),
    "display_name": "displayname nickname authornickname fullname authormetanickname",
    "niche": "niche category vertical topic",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a CSV is to be read.

    `columns` are the names in the file, made unique; `fields` maps a field to a column's place;
    `how` tells why; `date_order` is None where the dates can be read two ways.
    """

    delimiter: str
    header_line: int
    columns: tuple[str, ...]
    fields: dict[str, int]
    how: dict[str, How] = field(default_factory=dict)
    date_order: DateOrder | None = "ymd"

    @property
    def mapping(self) -> dict[str, str]:
        """Field to the name of its column."""
        return {name: self.columns[place] for name, place in self.fields.items()}

    @property
    def unused(self) -> list[str]:
        """Columns that no field takes."""
        taken = set(self.fields.values())
        return [name for place, name in enumerate(self.columns) if place not in taken]


def work_out(
    head: str,
    *,
    delimiter: str = "",
    mapping: dict[str, str] | None = None,
    complete: bool = True,
    require: bool = True,
) -> tuple[Layout, list[list[str]]]:
    """Return how to read the file that starts with `head`, and sample rows.

    `mapping` (field to column name, "" for none) overrides what we find. `complete` says that
    `head` is the whole file, so its last line isn't cut. Raises FileFault, also when an id and
    views aren't found, unless `require` is False so that a person can choose them.
    """
    delimiter = delimiter or sniff_delimiter(head)
    rows = _rows(head, delimiter, complete=complete)
    start = _header_place(rows)
    if start is None:
        raise FileFault(Fault.NO_COLUMNS, columns=_short_list(rows[0][1] if rows else []))
    line, header = rows[start]
    columns = named_once(header)
    samples = [cells for _, cells in rows[start + 1 :] if len(cells) == len(columns)]
    fields, how = _assign(columns, samples)
    _choose(columns, fields, how, mapping or {})
    if require and not names_enough(fields):
        raise FileFault(Fault.NO_COLUMNS, columns=_short_list(columns))
    layout = Layout(
        delimiter=delimiter,
        header_line=line,
        columns=columns,
        fields=fields,
        how=how,
        date_order=_date_order(fields, samples),
    )
    return layout, samples


def names_enough(fields: Container[str]) -> bool:
    """Whether a video and its views can be read from these fields."""
    return "views" in fields and ("id" in fields or "url" in fields)


def sniff_delimiter(head: str) -> str:
    """Return the separator that splits the first lines into most columns, most evenly."""
    directive = re.match(r'"?sep=(.)"?\r?\n', head, re.I)
    if directive:
        return directive[1]

    def fitness(delimiter: str) -> tuple[float, int]:
        widths = [len(cells) for _, cells in _rows(head, delimiter)][:SAMPLE_ROWS]
        if not widths:
            return (0.0, 0)
        usual = max(set(widths), key=widths.count)
        return (widths.count(usual) / len(widths) * (usual > 1), usual)

    return max(DELIMITERS, key=lambda delimiter: _score(*fitness(delimiter)))


def _score(evenness: float, width: int) -> float:
    return evenness * evenness * min(width, 12)


def _rows(head: str, delimiter: str, *, complete: bool = False) -> list[tuple[int, list[str]]]:
    """Return (first line, cells) of each row of `head` that isn't empty or cut off."""
    reader = csv.reader(io.StringIO(head.replace("\0", ""), newline=""), delimiter=delimiter)
    rows = []
    began = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                rows.append((began, cells))
            began = reader.line_num + 1
            if len(rows) > SAMPLE_ROWS + PREAMBLE_ROWS:
                return rows
    except csv.Error:
        return rows
    return rows if complete or len(rows) < 2 else rows[:-1]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _rank(name: str, field_name: str) -> int | None:
    """Return how well a column's name says a field: 0 is best, None is not at all."""
    words = _SPLIT_SYNONYMS[field_name]
    for candidate in (_plain(name), _plain(re.split(r"[./:]", name)[-1])):
        if candidate in words:
            return words.index(candidate)
    return None


def _header_place(rows: list[tuple[int, list[str]]]) -> int | None:
    """Return which of the first rows names the columns: the one naming most fields we know."""

    def named(cells: list[str]) -> int:
        return sum(any(_rank(cell, known) is not None for known in MAPPABLE) for cell in cells)

    scores = [named(cells) for _, cells in rows[:PREAMBLE_ROWS]]
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best)
    return next((place for place, (_, cells) in enumerate(rows) if len(cells) > 1), None)


def _fits(field_name: str, cells: list[str]) -> bool:
    """Whether at least half of a column's filled cells can be read as the field."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return not cells or field_name not in {"id", "url", "views"}
    return sum(_readable(field_name, cell) for cell in filled) >= len(filled) / 2


def _readable(field_name: str, cell: str) -> bool:
    try:
        if field_name == "id":
            return parse_identifier(cell) != "" and identifier_in_url(cell) is None
        if field_name == "url":
            return cell.strip().startswith(("http://", "https://"))
        if field_name in COUNTS or field_name == "follower_count":
            parse_count(cell)
        elif field_name == "duration":
            parse_duration(cell)
        elif field_name in {"posted_at", "observed_at"}:
            parse_moment(cell, order="dmy" if date_order_of([cell]) == "dmy" else "mdy")
    except CellFault as fault:
        # Rounded ids are an id column all the same: its rows are refused one by one.
        return field_name == "id" and fault.reason == "id_rounded"
    return True


def _assign(
    columns: tuple[str, ...], samples: list[list[str]]
) -> tuple[dict[str, int], dict[str, How]]:
    cells = {place: [row[place] for row in samples] for place in range(len(columns))}
    fields: dict[str, int] = {}
    how: dict[str, How] = {}
    for name in MAPPABLE:
        ranked = sorted(
            (rank, place)
            for place, column in enumerate(columns)
            if place not in fields.values() and (rank := _rank(column, name)) is not None
        )
        for _, place in ranked:
            if _fits(name, cells[place]):
                fields[name], how[name] = place, "name"
                break
    _by_content(fields, how, cells)
    _by_name_alone(columns, fields, how)
    _creator_numbers_are_ids(fields, how, cells)
    return fields, how


def _by_content(fields: dict[str, int], how: dict[str, How], cells: dict[int, list[str]]) -> None:
    for name, looks_right in _LOOKS.items():
        if name in fields or (name == "url" and "id" in fields):
            continue
        for place, column in cells.items():
            filled = [cell for cell in column if not is_blank(cell)]
            if place in fields.values() or not filled:
                continue
            if sum(map(looks_right, filled)) >= 0.9 * len(filled):
                fields[name], how[name] = place, "content"
                break


def _by_name_alone(columns: tuple[str, ...], fields: dict[str, int], how: dict[str, How]) -> None:
    """Trust a plain name although most of its cells can't be read: each row will say why."""
    for name, plain_names in _PLAIN_NAMES.items():
        for place, column in enumerate(columns):
            free = name not in fields and place not in fields.values()
            if free and _plain(column) in plain_names:
                fields[name], how[name] = place, "name"


def _creator_numbers_are_ids(
    fields: dict[str, int], how: dict[str, How], cells: dict[int, list[str]]
) -> None:
    place = fields.get("creator")
    if place is None or "creator_id" in fields:
        return
    filled = [cell for cell in cells[place] if not is_blank(cell)]
    if filled and all(unwrap(cell).isdigit() and len(unwrap(cell)) >= 6 for cell in filled):
        del fields["creator"], how["creator"]
        fields["creator_id"], how["creator_id"] = place, "content"


def _looks_like_id(cell: str) -> bool:
    text = unwrap(cell)
    return text.isascii() and text.isdigit() and 15 <= len(text) <= 20


def _looks_like_url(cell: str) -> bool:
    return identifier_in_url(cell) is not None and cell.strip().startswith("http")


def _looks_like_handle(cell: str) -> bool:
    return re.fullmatch(r"@[\w.]{2,60}", cell.strip()) is not None


_LOOKS: Final = {"id": _looks_like_id, "url": _looks_like_url, "creator": _looks_like_handle}
_PLAIN_NAMES: Final = {"id": ("videoid", "id"), "views": ("views", "viewcount", "playcount")}
_SPLIT_SYNONYMS: Final = {name: words.split() for name, words in SYNONYMS.items()}


def _choose(
    columns: tuple[str, ...],
    fields: dict[str, int],
    how: dict[str, How],
    mapping: dict[str, str],
) -> None:
    """Let a person's choice win; a column they chose leaves the field that we gave it to."""
    places = {name.casefold(): place for place, name in enumerate(columns)}
    for name, column in mapping.items():
        if name not in MAPPABLE:
            raise FileFault(Fault.FIELD_UNKNOWN, field=name, fields=", ".join(MAPPABLE))
        if column and column.casefold() not in places:
            raise FileFault(
                Fault.COLUMN_UNKNOWN, column=column, field=name, columns=_short_list(columns)
            )
    for name in mapping:
        fields.pop(name, None)
        how.pop(name, None)
    for name, column in mapping.items():
        if not column:
            continue
        place = places[column.casefold()]
        for other in [key for key, value in fields.items() if value == place]:
            if other not in mapping:
                del fields[other], how[other]
        fields[name], how[name] = place, "chosen"


def _date_order(fields: dict[str, int], samples: list[list[str]]) -> DateOrder | None:
    cells = [
        unwrap(row[fields[name]])
        for row in samples
        for name in ("posted_at", "observed_at")
        if name in fields
    ]
    return date_order_of(cells)


def _short_list(names: Any) -> str:
    shown = [str(name).strip()[:40] for name in list(names)[:30]]
    return ", ".join(shown)

"""How coarsely a frame was coded: the quantiser that the decoder met, on one scale for all codecs.

0 keeps everything, 51 next to nothing. It doesn't depend on what is in the picture, as bits a
second do. H.264 counts so itself (ITU-T H.264, table 8-15); the others are brought to its scale by
the size of their steps, which doubles every six of H.264's.
"""

import struct
from collections.abc import Mapping
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import Type as SideDataType

EXPORT = {"export_side_data": "venc_params"}
KIND = SideDataType.VIDEO_ENC_PARAMS
# AVVideoEncParams (libavutil/video_enc_params.h): number, offset and size of the blocks, codec
# kind, quantiser of the frame; a block's own difference is its fifth number.
HEAD = struct.Struct("<IxxxxQQii")
DIFFERENCE = 4
VP9, H264, MPEG2 = 0, 1, 2
COARSEST = 51.0
# Steps per unit: MPEG's quantiser of 1 is H.264's of about 9; VP9's index runs from 0 to 255.
MPEG_OFFSET = 9.0


def quantiser_of(frame: av.VideoFrame) -> float | None:
    """Return the mean quantiser of a frame, None where the codec's decoder doesn't tell."""
    every: Mapping[Any, Any] = frame.side_data
    side = every.get(KIND)
    return None if side is None else _mean(bytes(side))


def _mean(content: bytes) -> float | None:
    count, offset, size, kind, base = HEAD.unpack_from(content, 0)
    difference = 0.0
    if count and size:
        blocks: npt.NDArray[np.uint8] = np.frombuffer(content, np.uint8, count * size, offset)
        difference = float(blocks.view(np.int32).reshape(count, -1)[:, DIFFERENCE].mean())
    return _on_one_scale(kind, base + difference)


def _on_one_scale(kind: int, value: float) -> float | None:
    if kind == H264:
        return float(np.clip(value, 0.0, COARSEST))
    if kind == MPEG2:
        return float(np.clip(MPEG_OFFSET + 6 * np.log2(max(value, 1.0)), 0.0, COARSEST))
    if kind == VP9:
        return float(np.clip(value / 5, 0.0, COARSEST))
    return None

"""Draws the PNG of a QR code with the characters of a terminal."""
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}
SIZES = range(21, 178, 4)
QUIET_MODULES = 2
WHITE_ON_BLACK, RESET = "\x1b[38;5;231;48;5;16m", "\x1b[0m"


class UnreadableQr(ValueError):
    """The bytes are no picture of a QR code that can be drawn here."""


def draw(png, colour=False):
    """The QR code as text, two modules a character; light modules are drawn, as terminals are dark. Raises UnreadableQr."""
    modules = _modules(_pixels(png))
    size = len(modules) + 2 * QUIET_MODULES

    def light(row, column):
        row, column = row - QUIET_MODULES, column - QUIET_MODULES
        return not (0 <= row < len(modules) and 0 <= column < len(modules) and modules[row][column])

    lines = []
    for row in range(0, size, 2):
        line = "".join(" ▄▀█"[2 * light(row, column) + light(row + 1, column)] for column in range(size))
        lines.append(WHITE_ON_BLACK + line + RESET if colour else line)
    return "\n".join(lines)


def _modules(dark):
    """One boolean a module: the size whose fixed patterns are all where they belong. Modules need not be whole pixels."""
    top = next((y for y, row in enumerate(dark) if any(row)), None)
    if top is None:
        raise UnreadableQr("The picture is empty.")
    # The topmost row begins and ends with a finder pattern, so it spans the whole code.
    left = dark[top].index(True)
    width = max(x for x, pixel in enumerate(dark[top]) if pixel) - left + 1
    for count in SIZES:
        if width < count or top + width > len(dark):
            break
        middles = [int((each + 0.5) * width / count) for each in range(count)]
        modules = [[dark[top + y][left + x] for x in middles] for y in middles]
        if _has_fixed_patterns(modules):
            return modules
    raise UnreadableQr("The picture shows no QR code.")


def _has_fixed_patterns(modules):
    """The finder patterns in three corners, and the alternating lines between them (ISO/IEC 18004, 6.3)."""
    last = len(modules) - 1
    for y in range(7):
        for x in range(7):
            ring = max(abs(y - 3), abs(x - 3))
            if not (modules[y][x] == modules[y][last - x] == modules[last - y][x] == (ring != 2)):
                return False
    return all(modules[6][each] == modules[each][6] == (each % 2 == 0) for each in range(8, last - 7))


def _pixels(png):
    """Rows of booleans, true where the picture is dark; eight bits a channel, not interlaced."""
    try:
        width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", png[16:29])
        if png[:8] != SIGNATURE or depth != 8 or kind not in CHANNELS or interlaced or width * height > 4_000_000:
            raise UnreadableQr("The picture is no PNG of the kind that can be drawn here.")
        # Bounded, as a small file can unpack to gigabytes.
        raw = zlib.decompressobj().decompress(_image_data(png), height * (width * CHANNELS[kind] + 1))
        rows = _unfiltered(raw, width * CHANNELS[kind], height, CHANNELS[kind])
    except (struct.error, zlib.error, IndexError, KeyError, ValueError) as error:
        raise UnreadableQr("The picture is damaged: %s." % error) from error
    step, opaque = CHANNELS[kind], kind in (4, 6)
    return [
        [row[at] < 128 and not (opaque and row[at + step - 1] < 128) for at in range(0, len(row), step)] for row in rows
    ]


def _image_data(png):
    data, at = b"", len(SIGNATURE)
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at:at + 8])
        if name == b"IDAT":
            data += png[at + 8:at + 8 + length]
        at += length + 12
    return data


def _unfiltered(raw, stride, height, step):
    """Undoes PNG's row filters (section 9 of the PNG specification)."""
    rows, above = [], bytearray(stride)
    for y in range(height):
        kind, *row = raw[y * (stride + 1):(y + 1) * (stride + 1)]
        if len(row) != stride:
            raise IndexError("row %d is short" % y)
        for x in range(stride):
            left = row[x - step] if x >= step else 0
            corner = above[x - step] if x >= step else 0
            row[x] = (row[x] + _predicted(kind, left, above[x], corner)) & 255
        rows.append(row)
        above = row
    return rows


def _predicted(kind, left, up, corner):
    if kind == 4:
        distances = [(abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner)]
        return min(distances)[2]
    return {0: 0, 1: left, 2: up, 3: (left + up) // 2}[kind]

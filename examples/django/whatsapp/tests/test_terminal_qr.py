import random
import struct
import zlib

from django.test import SimpleTestCase

from whatsapp.terminal_qr import UnreadableQr, draw

SIZE = 21


def modules():
    """A grid with the fixed patterns of a QR code: finders in three corners, lines between them; anything elsewhere."""
    chance = random.Random(1)
    grid = [[chance.random() < 0.5 for _ in range(SIZE)] for _ in range(SIZE)]
    for row in range(8):
        for column in range(8):
            ring = max(abs(row - 3), abs(column - 3))
            dark = ring in (0, 1, 3)
            grid[row][column] = grid[row][SIZE - 1 - column] = grid[SIZE - 1 - row][column] = dark
    for each in range(8, SIZE - 8):
        grid[6][each] = grid[each][6] = each % 2 == 0
    return grid


def png(grid, scale=3.0, margin=4, kind=6, filters=(0, 1, 2, 3, 4)):
    """A PNG of the grid that uses every row filter in turn."""
    step = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    side = int((len(grid) + 2 * margin) * scale)
    raw, above = b"", bytes(side * step)
    for y in range(side):
        row = bytearray()
        for x in range(side):
            gy, gx = int(y / scale) - margin, int(x / scale) - margin
            dark = 0 <= gy < len(grid) and 0 <= gx < len(grid) and grid[gy][gx]
            row += bytes([0 if dark else 255] * (step - (kind in (4, 6)))) + (b"\xff" if kind in (4, 6) else b"")
        use = filters[y % len(filters)]
        coded = bytearray()
        for x, value in enumerate(row):
            a = row[x - step] if x >= step else 0
            b, c = above[x], above[x - step] if x >= step else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            coded.append((value - (0, a, b, (a + b) // 2, paeth)[use]) & 255)
        raw += bytes([use]) + bytes(coded)
        above = bytes(row)
    header = struct.pack(">IIBBBBB", side, side, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    )


def read_back(text):
    """The dark modules of a drawing, without its margin."""
    lit = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    rows = []
    for line in text.split("\n"):
        rows.append([not lit[character][0] for character in line])
        rows.append([not lit[character][1] for character in line])
    return [row[2:2 + SIZE] for row in rows[2:2 + SIZE]]


class TerminalQr(SimpleTestCase):
    def test_draws_every_module(self):
        for kind in (0, 2, 4, 6):
            for scale in (1, 3, 4, 3.3, 4.7, 2.5):
                self.assertEqual(read_back(draw(png(modules(), scale, kind=kind))), modules(), (kind, scale))

    def test_leaves_a_light_margin(self):
        lines = draw(png(modules())).split("\n")
        self.assertEqual({len(line) for line in lines}, {SIZE + 4})
        self.assertEqual(lines[0], "█" * (SIZE + 4))

    def test_colours_do_not_depend_on_the_terminal_when_asked_for(self):
        self.assertTrue(draw(png(modules()), colour=True).startswith("\x1b[38;5;231;48;5;16m█"))

    def test_says_so_when_there_is_nothing_to_draw(self):
        whole = png(modules())
        blank = png([[False] * SIZE for _ in range(SIZE)])
        black = png([[True] * SIZE for _ in range(SIZE)])
        unlike = modules()
        unlike[6][10] = not unlike[6][10]
        for picture in (png(unlike), b"", b"<svg/>", whole[:40], whole[: len(whole) // 2], blank, black, whole.replace(b"PNG", b"GIF")):
            with self.assertRaises(UnreadableQr, msg=picture[:20]):
                draw(picture)

"""The paper that every document is printed on: letter size, embedded font, letterhead, and how to verify it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from services.colombian_formats import day
from services.documents.codes import printed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.documents.employer import Employer

FONTS = Path(__file__).with_name("fonts")
FONT = "OpenSans"
MARGIN = 16.0
FOOTER_HEIGHT = 24.0
LINE = 4.6
# A heading, the columns' names and a first row of two lines, in mm.
SECTION_START = 22.0
INK = (31, 41, 55)
MUTED = (100, 110, 125)
ACCENT = (17, 76, 92)
TINT = (236, 243, 245)
RULE = (205, 213, 220)
_ALIGNMENTS = {"l": "L", "r": "R", "c": "C"}


@dataclass(frozen=True)
class Seal:
    """What makes a document verifiable: its code, the page that checks it and when it was issued (local time)."""

    code: str
    address: str
    issued_at: datetime


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in mm and where its text stands (`l`, `r`, `c`)."""

    heading: str
    width: float
    align: str = "l"


class Sheet(FPDF):
    """A letter-size PDF with the employer's letterhead and, at the foot of each page, the seal with its QR code."""

    def __init__(self, employer: Employer, title: str, seal: Seal) -> None:
        super().__init__(orientation="portrait", unit="mm", format="letter")
        self._employer = employer
        self._title = title
        self._seal = seal
        self._qr = segno.make(seal.address, error="m")
        self.subtitle = ""
        self.add_font(FONT, "", FONTS / "OpenSans-Regular.ttf")
        self.add_font(FONT, "B", FONTS / "OpenSans-Bold.ttf")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOTER_HEIGHT + 8)
        self.set_title(title)
        self.set_author(employer.name)
        self.set_subject(f"Código de verificación {printed(seal.code)}")
        self.set_creator("ChatNomina")
        self.set_lang("es-CO")
        self.set_creation_date(seal.issued_at)

    @property
    def inner_width(self) -> float:
        """Millimetres between the margins."""
        return float(self.epw)

    def ink(self, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        """Set the letter: its size in points, weight and colour."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*colour)

    def header(self) -> None:
        """The letterhead: who issues and what the document is."""
        self.set_fill_color(*ACCENT)
        self.rect(0, 0, self.w, 3, style="F")
        self.set_xy(MARGIN, 11)
        self.ink(13, bold=True, colour=ACCENT)
        self.cell(self.inner_width / 2, 6, self._employer.name)
        self.set_xy(MARGIN, 17)
        self.ink(8, colour=MUTED)
        self.cell(self.inner_width / 2, 4, f"NIT {self._employer.full_nit}")
        self.set_xy(MARGIN, 21)
        self.cell(self.inner_width / 2, 4, f"{self._employer.address}, {self._employer.city}")
        self.set_xy(MARGIN + self.inner_width / 2, 11)
        self.ink(12, bold=True)
        self.cell(self.inner_width / 2, 6, self._title, align="R")
        self.set_xy(MARGIN + self.inner_width / 2, 17)
        self.ink(9, colour=MUTED)
        self.cell(self.inner_width / 2, 4, self.subtitle, align="R")
        self.set_draw_color(*RULE)
        self.line(MARGIN, 28, self.w - MARGIN, 28)
        self.set_y(33)

    def footer(self) -> None:
        """How to check the document, and the page's number."""
        top = self.h - FOOTER_HEIGHT - 4
        self.set_draw_color(*RULE)
        self.line(MARGIN, top, self.w - MARGIN, top)
        self._draw_qr(MARGIN, top + 3, 20)
        left, width = MARGIN + 24, self.inner_width - 24
        lines = (
            (f"Código de verificación: {printed(self._seal.code)}", 9, True, INK),
            (f"Compruebe este documento en {self._seal.address}", 7.5, False, INK),
            (
                f"Expedido el {day(self._seal.issued_at.date())} a las {self._seal.issued_at:%H:%M} "
                "(hora de Colombia).",
                7.5,
                False,
                MUTED,
            ),
            ("Si el código no aparece en esa página, el documento no es auténtico.", 7.5, False, MUTED),
        )
        y = top + 4
        for text, size, bold, colour in lines:
            self.set_xy(left, y)
            self.ink(size, bold=bold, colour=colour)
            self.cell(width, 4.5, text)
            y += 4.7
        self.set_xy(left, y - 4.7)
        self.ink(7.5, colour=MUTED)
        self.cell(width, 4.5, f"Página {self.page_no()} de {{nb}}", align="R")

    def section(self, text: str) -> None:
        """A heading within the page, never left alone at its end."""
        if self.will_page_break(SECTION_START):
            self.add_page()
        self.ink(9.5, bold=True, colour=ACCENT)
        self.cell(self.inner_width, 6, text, new_x="LMARGIN", new_y="NEXT")

    def facts(self, pairs: Sequence[tuple[str, str]], columns: int = 3) -> None:
        """A tinted box of labelled values, `columns` a row; a value that does not fit goes on in its own cell."""
        width = self.inner_width / columns
        for start in range(0, len(pairs), columns):
            row = pairs[start : start + columns]
            self.ink(9)
            wrapped = [self._wrapped(value, width - 5) for _, value in row]
            height = 4.4 + 4.4 * max(len(lines) for lines in wrapped) + 1.8
            top = self.get_y()
            self.set_fill_color(*TINT)
            self.rect(MARGIN, top, self.inner_width, height, style="F")
            for index, ((label, _), lines) in enumerate(zip(row, wrapped, strict=True)):
                x = MARGIN + index * width + 2.5
                self.set_xy(x, top + 1)
                self.ink(7, colour=MUTED)
                self.cell(width - 5, 3.8, label)
                self.ink(9)
                for offset, text in enumerate(lines):
                    self.set_xy(x, top + 4.6 + 4.4 * offset)
                    self.cell(width - 5, 4.4, text)
            self.set_xy(MARGIN, top + height)
        self.ln(4)

    def lined_table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], total: Sequence[str] = ()) -> None:
        """A table that repeats its heading on each page; `total` is its last, bold row."""
        self._headings(columns)
        for row in rows:
            self._row(columns, row, bold=False)
        if total:
            self._row(columns, total, bold=True)
        self.ln(3.5)

    def paragraph(self, text: str, size: float = 10.5, height: float = 6.2, *, justified: bool = True) -> None:
        """Running text; `**bold**` is bold."""
        self.ink(size)
        self.multi_cell(
            self.inner_width,
            height,
            text,
            align="J" if justified else "L",
            markdown=True,
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def content(self) -> bytes:
        """The finished file."""
        return bytes(self.output())

    def _headings(self, columns: Sequence[Column]) -> None:
        self.ink(7.5, bold=True, colour=(255, 255, 255))
        self.set_fill_color(*ACCENT)
        for column in columns:
            self.cell(column.width, 5.6, column.heading, align=_ALIGNMENTS[column.align], fill=True)
        self.ln(5.6)

    def _row(self, columns: Sequence[Column], values: Sequence[str], *, bold: bool) -> None:
        self.ink(8.5, bold=bold)
        wrapped = [self._wrapped(value, column.width - 2) for column, value in zip(columns, values, strict=True)]
        height = LINE * max(len(lines) for lines in wrapped) + 1
        if self.get_y() + height > self.h - FOOTER_HEIGHT - 8:
            self.add_page()
            self._headings(columns)
            self.ink(8.5, bold=bold)
        top, x = self.get_y(), MARGIN
        if bold:
            self.set_fill_color(*TINT)
            self.rect(MARGIN, top, sum(column.width for column in columns), height, style="F")
        for column, lines in zip(columns, wrapped, strict=True):
            for offset, text in enumerate(lines):
                self.set_xy(x, top + 0.5 + LINE * offset)
                self.cell(column.width, LINE, text, align=_ALIGNMENTS[column.align])
            x += column.width
        self.set_draw_color(*RULE)
        self.line(MARGIN, top + height, x, top + height)
        self.set_xy(MARGIN, top + height)

    def _wrapped(self, text: str, width: float) -> list[str]:
        if not text:
            return [""]
        lines = self.multi_cell(
            width + 2 * self.c_margin, LINE, text, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        if not isinstance(lines, list):
            raise TypeError("fpdf2 was asked for lines")
        return lines

    def _draw_qr(self, x: float, y: float, side: float) -> None:
        matrix = tuple(self._qr.matrix)
        module = side / len(matrix)
        self.set_fill_color(*INK)
        for row, bits in enumerate(matrix):
            for column, bit in enumerate(bits):
                if bit:
                    self.rect(x + column * module, y + row * module, module + 0.02, module + 0.02, style="F")

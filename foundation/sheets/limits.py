"""How large may an uploaded table be, and how do we say that it is too large or broken?"""

MAX_FILE_BYTES = 25_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 300
MAX_MARKS_IN_LINE = 100_000  # delimiters, those inside quoted cells included
LAST_ROW = 1_048_576  # of any spreadsheet program; a file may claim more
MAX_CELLS = 2_000_000  # keeps one reading well under the memory of a worker
MAX_CELL_CHARS = 100_000
MAX_PARTS = 2_000  # entries of a workbook's archive; a large real one has some hundred
MAX_DIRECTORY_BYTES = 1_000_000
MAX_UNPACKED_BYTES = 120_000_000
SMALL_UNPACKED_BYTES = 20_000_000  # below it a high ratio is only repetitive text
MAX_RATIO = 100
ADVICE = "Save it as .xlsx or .csv and try again."


class SheetError(Exception):
    """The file was refused as a whole: a code for translation, a sentence, and the place if known.

    `row` counts as a spreadsheet program does (the first line is 1), `column` from 1.
    """

    def __init__(self, code: str, message: str, row: int | None = None, column: int | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.row = row
        self.column = column


def check_size(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise SheetError("empty", "The file is empty.")
    if len(data) > MAX_FILE_BYTES:
        raise SheetError(
            "file_too_large",
            f"The file has {len(data) / 1e6:.1f} MB; {MAX_FILE_BYTES // 1_000_000} MB are allowed.",
        )


def check_row_number(number: int) -> None:
    """`number` is the count of rows read so far."""
    if number > MAX_ROWS:
        raise SheetError(
            "too_many_rows",
            f"The file has more than {MAX_ROWS:,} rows. Split it and import the parts.",
            row=number,
        )


def check_width(width: int, row: int) -> None:
    if width > MAX_COLUMNS:
        raise SheetError(
            "too_many_columns",
            f"Row {row} has {width:,} columns; {MAX_COLUMNS} are allowed.",
            row=row,
            column=MAX_COLUMNS + 1,
        )


def check_cell(text: str, row: int, column: int) -> None:
    if len(text) > MAX_CELL_CHARS:
        raise SheetError(
            "cell_too_long",
            f"The cell in row {row}, column {column} is longer than {MAX_CELL_CHARS:,} characters.",
            row=row,
            column=column,
        )

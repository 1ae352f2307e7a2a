"""An edition's HTML as a PDF that a screen reader can read and an archive can keep, or no PDF at all.

The printing itself lies in `press.py`, which imports WeasyPrint: slow, and wanted by the worker alone. Nothing here
knows what an edition is.
"""


class PrintRefused(Exception):
    """The PDF would have lacked something: what, one line each, in `faults` (English, for the log)."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def render(html: str, *, identifier: str) -> bytes:
    """PDF/UA-1 and PDF/A-2a in one file; the same HTML and identifier always give the same bytes.

    `identifier` names the rendition and no other ("1983/2026:05/full"). Raises PrintRefused when anything the HTML
    refers to could not be had, any rule of style was not understood, or the document would not be accessible.
    """
    from lagesbild.press import print_pdf

    pdf, faults = print_pdf(html, identifier=identifier)
    if faults:
        raise PrintRefused(faults)
    return pdf

"""Write docs/screening.md with what is measured now."""

from datetime import date

import tests.conftest  # noqa: F401 – sets Django up as for the tests
from tests.incidents.screening.measuring import PAGE, page

PAGE.write_text(page(date.today()), encoding="utf-8")
print(PAGE.read_text(encoding="utf-8"))

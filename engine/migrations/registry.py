"""Every table of Guiju, imported once so that the metadata is complete wherever it is needed whole."""

from engine.audit import models as audit
from engine.calendar import models as calendars
from engine.cases import models as cases
from engine.deadlines import models as deadlines
from engine.definitions import models as definitions
from engine.documents import models as documents
from engine.errands import models as errands
from engine.incidents import models as incidents
from engine.kernel.database import Base
from engine.messages import models as messages
from engine.organization import models as organization
from engine.registers import models as registers
from engine.tasks import models as tasks
from engine.transfer import models as transfer

MODULES = (
    audit,
    calendars,
    cases,
    deadlines,
    definitions,
    documents,
    errands,
    incidents,
    messages,
    organization,
    registers,
    tasks,
    transfer,
)
METADATA = Base.metadata

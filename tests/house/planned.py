"""Which rights does nobody ask for yet, and which page or verb will?

Take a right out in the change that first asks for it; `test_addresses.py` insists.
"""

from foundation.accounts.rights import Permission

_BY_WHAT_WILL_ASK = {
    "pages of a project and its charter, its team and its history": "project.archive",
}

PLANNED = {Permission(name): reason for reason, names in _BY_WHAT_WILL_ASK.items() for name in names.split()}

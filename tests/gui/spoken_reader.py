"""Run by the system's Python, which has pyatspi: what AT-SPI tells of one window, as JSON lines.

Given the name of an application. Prints each thing that can be used: [role, name, description].
"""

import json
import sys

import pyatspi

ROLES = {
    pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_RADIO_BUTTON,
    pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_ENTRY, pyatspi.ROLE_TEXT, pyatspi.ROLE_LIST,
    pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE, pyatspi.ROLE_SLIDER, pyatspi.ROLE_SPIN_BUTTON,
    pyatspi.ROLE_PAGE_TAB, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_LIST_ITEM,
}  # fmt: skip
MOST_IN_A_LIST = 12
INNER = {pyatspi.ROLE_DOCUMENT_WEB}


def walk(node, found):
    """Gather what is shown and can be used; of a long list or table its first lines."""
    if node is None:
        return
    states = node.getState()
    if not states.contains(pyatspi.STATE_SHOWING):
        return
    if node.getRole() in ROLES:
        found.append([node.getRoleName(), node.name or "", node.description or ""])
    if node.getRole() in INNER:
        return
    for number in range(min(node.childCount, 400)):
        if node.getRole() in (pyatspi.ROLE_LIST, pyatspi.ROLE_TABLE) and number >= MOST_IN_A_LIST:
            break
        walk(node.getChildAtIndex(number), found)


def main():
    found = []
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.name == sys.argv[1]:
            for window in application:
                walk(window, found)
    print(json.dumps(found))


main()

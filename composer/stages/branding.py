"""The team's brand: kept in the workspace, and copied into each campaign that may still change.

A campaign carries its brand as files of its own (`brand.toml` and the logo), so that it is frozen,
proved and exported with it. A frozen campaign keeps the brand that was signed.

Saving a brand changes all campaigns or none: half of a team's campaigns with another postal address
than the other half is a state that nobody chose and nobody would look for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from composer.errors import Blocked, FileRefused
from composer.findings import Finding, blocking
from composer.folder.brand_file import BRAND_FILE, read_brand, write_brand
from composer.model.identifiers import CampaignId
from composer.model.message import Brand, MessageFile
from composer.model.person import Person, Role
from composer.model.rendered import RenderedMessage
from composer.model.writing import BrandReach
from composer.rendering.files import FOLDER
from composer.stages.brand_sample import render_sample
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.freezing import is_frozen
from composer.stages.message_files import NewFile, require_content
from composer.stages.people import require_role
from composer.stages.revising import save_trees
from composer.store.files import write_atomically

KEPT_IN = "brand"
LOGO = f"{FOLDER}brand-logo"


def load_brand(desk: Desk) -> tuple[Brand, bytes | None]:
    """Give the workspace's brand and its logo; nothing is set at first."""
    files = brand_files(desk)
    if BRAND_FILE not in files:
        return Brand(), None
    brand, _findings = read_brand(files[BRAND_FILE])
    return brand, files.get(brand.logo)


def brand_files(desk: Desk) -> dict[str, bytes]:
    """Give the brand as the files that a campaign's tree gets; empty where none is set."""
    folder = desk.folder.path / KEPT_IN
    files: dict[str, bytes] = {}
    try:
        files[BRAND_FILE] = (folder / BRAND_FILE).read_bytes()
        brand, _findings = read_brand(files[BRAND_FILE])
        if brand.logo:
            files[brand.logo] = (folder / Path(brand.logo).name).read_bytes()
    except OSError:
        return {}
    return files


def save_brand(
    desk: Desk, brand: Brand, *, logo: tuple[str, bytes] | None, by: Person
) -> tuple[CampaignId, ...]:
    """Keep the brand and put it into every campaign that is not frozen; give those campaigns.

    `logo` is (file name, content), or None for no logo. When anything fails, the brand and all
    campaigns stay as they were.

    Raises:
        Blocked: something in it is not as it should be.
    """
    require_role(by, Role.OWNER, Role.AUTHOR)
    path = _logo_path(logo)
    written = _written(replace(brand, logo=path))
    files = {BRAND_FILE: written, **({path: logo[1]} if logo else {})}
    _brand, findings = read_brand(written)
    if logo:
        require_content(NewFile(name=Path(path).name, content=logo[1]))
    if blocking(findings):
        raise Blocked(blocking(findings))
    changed = _changed_campaigns(desk, files)
    former = brand_files(desk)
    try:
        _keep(desk, files)
        save_trees(desk, changed, by=by)
    except BaseException:
        _keep(desk, former)
        raise
    desk.audit.append(person=by.public_key, action="brand.save", details={})
    return tuple(changed)


def brand_reach(desk: Desk) -> BrandReach:
    """Count the campaigns that saving a brand would change, and those that keep theirs."""
    changing = keeping = 0
    for record in desk.campaigns.all():
        content = _open_content(desk, record.id)
        changing += content is not None
        keeping += content is None
    return BrandReach(changing=changing, keeping=keeping)


def show_brand(brand: Brand, logo: tuple[str, bytes] | None) -> RenderedMessage:
    """Render a short message in a frame with this brand, as nobody will get it.

    What is wrong in the brand is left out, as it would be of a message.

    Raises:
        Blocked: it cannot be written.
        RenderError: it cannot be rendered.
    """
    path = _logo_path(logo)
    known, _findings = read_brand(_written(replace(brand, logo=path)))
    return render_sample(known, MessageFile(path=path, content=logo[1]) if logo else None)


def with_brand(desk: Desk, tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give a new campaign's files the workspace's brand, unless it brought one."""
    if BRAND_FILE in tree:
        return dict(tree)
    return {**tree, **brand_files(desk)}


def brand_findings(brand: Brand) -> tuple[Finding, ...]:
    """Say what is wrong with a brand that is not saved yet."""
    try:
        _brand, findings = read_brand(_written(brand))
    except Blocked as blocked:
        return blocked.findings
    return tuple(findings)


def _written(brand: Brand) -> bytes:
    try:
        return write_brand(brand)
    except FileRefused as refused:
        raise Blocked(refused.findings) from refused


def _logo_path(logo: tuple[str, bytes] | None) -> str:
    return f"{LOGO}{Path(logo[0]).suffix.lower()}" if logo else ""


def _keep(desk: Desk, files: Mapping[str, bytes]) -> None:
    """Write the brand's files durably, what names the logo last; no files are no brand."""
    folder = desk.folder.path / KEPT_IN
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in sorted(files, key=lambda name: name == BRAND_FILE):
        write_atomically(folder / Path(name).name, files[name])
    if BRAND_FILE not in files:
        (folder / BRAND_FILE).unlink(missing_ok=True)


def _changed_campaigns(
    desk: Desk, files: Mapping[str, bytes]
) -> dict[CampaignId, Mapping[str, bytes]]:
    """Give the files, with the brand's, of every campaign that may change and would."""
    changed: dict[CampaignId, Mapping[str, bytes]] = {}
    for record in desk.campaigns.all():
        content = _open_content(desk, record.id)
        if content is None:
            continue
        former = content.message.brand.logo
        kept = {
            name: item
            for name, item in content.tree.items()
            if name != former or not name.startswith(LOGO)  # the text may show it by its own name
        }
        if {**kept, **files} != content.tree:
            changed[record.id] = {**kept, **files}
    return changed


def _open_content(desk: Desk, campaign_id: CampaignId) -> Content | None:
    """Read a campaign that may still change; None for one that is frozen or was sent."""
    try:
        content = load_content(desk, campaign_id)
    except FileRefused:
        return None  # it cannot be read at all, and says so when it is opened
    if (desk.send_folder(campaign_id) / "ledger.db").exists():
        return None
    return None if is_frozen(desk, content) else content

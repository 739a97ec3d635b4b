#!/bin/sh
# Make the disk image for macOS of the built application. Not yet run on that system.
#
#   python3 dev.py package                        writes build/program/Composer.app
#   packaging/macos/make_dmg.sh                   writes build/Composer-<version>.dmg
#   packaging/macos/check_dmg.sh                  mounts it, tries what is in it, unmounts it
#
# IDENTITY names a "Developer ID Application" certificate; without one the application is signed for
# this computer alone, and others' computers refuse it until somebody allows it by hand.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
application=$root/build/program/Composer.app
version=$("$application/Contents/MacOS/composer" --version | cut -d' ' -f2)
image=$root/build/Composer-$version.dmg
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# Compiled files of our own modules lie beside their sources: what is signed is signed last.
codesign --force --deep --options runtime --sign "${IDENTITY:--}" "$application"
codesign --verify --deep --strict "$application"
cp -R "$application" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname Composer -srcfolder "$stage" -fs HFS+ -format UDZO -ov "$image"
echo "$image: $(du -m "$image" | cut -f1) MiB"

#!/bin/sh
# Try the disk image as a person would. Not yet run on that system.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
image=$(ls -t "$root"/build/Composer-*.dmg | head -n 1)
place=$(mktemp -d)
trap 'hdiutil detach -quiet "$place/image" || true; rm -rf "$place"' EXIT

mkdir "$place/image"
hdiutil attach -quiet -nobrowse -readonly -mountpoint "$place/image" "$image"
cp -R "$place/image/Composer.app" "$place/"
program=$place/Composer.app/Contents/MacOS/composer
built=$root/build/program/Composer.app/Contents/MacOS/composer
"$program" --version
test "$("$program" about | sed -n 2p)" = "$("$built" about | sed -n 2p)"  # the source fingerprint
"$program" --selftest
/usr/libexec/PlistBuddy -c "Print :CFBundleDocumentTypes:0:LSItemContentTypes:0" \
    "$place/Composer.app/Contents/Info.plist" | grep -qx composer.proof
echo ok

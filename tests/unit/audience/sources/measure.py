"""Read every file of a folder in a fresh process and print what that took, as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from composer.audience.sources.source import SourceOptions, open_source
from tests.unit.audience.sources.reading import everything


def main():
    seconds, cpu_seconds, before = [], [], 0.0
    for path in sorted(Path(sys.argv[1]).iterdir()):
        begun = time.monotonic()
        everything(open_source(path, options=SourceOptions()))
        seconds.append(time.monotonic() - begun)
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        now = sum(one.ru_utime + one.ru_stime for one in used)
        cpu_seconds.append(now - before)
        before = now
    # Its own `ru_maxrss` is that of the process that started it, if that one was larger.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.split("VmHWM:")[1].split()[0])
    most = max(own, used[1].ru_maxrss) * 1024
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "most_bytes": most}))


if __name__ == "__main__":
    main()

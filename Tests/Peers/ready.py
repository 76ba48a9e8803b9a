"""Waits until a server answers at an address, a minute and a half at most: python ready.py URL"""

import sys
import time
import urllib.error
import urllib.request

for _ in range(360):
    try:
        urllib.request.urlopen(sys.argv[1], timeout=2)
        sys.exit(0)
    except urllib.error.HTTPError:
        sys.exit(0)
    except OSError:
        time.sleep(0.25)
sys.exit(1)

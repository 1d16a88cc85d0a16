"""`python -m evidence`."""

from evidence.cli import main

raise SystemExit(main())

// Loaded into a process before its script: writes what the process used to the file that USAGE_FILE names, at its end.

import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())));

// Every test file may compile rules that call `matches`.

import { loadPatternEngine } from '../src/core/language/functions/pattern-engine.ts';

await loadPatternEngine();

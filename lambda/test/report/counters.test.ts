// Slow: replays many random log files.
// The report of a replay adds up to its counters, whatever the rules, the log files and the duplicates in them are.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createListeningView } from '../../src/cli/replay/listening-view.ts';
import { collectReport } from '../../src/cli/report/report-view.ts';
import { condition, files, rules } from './any-replay.ts';
import { replayFiles, settingsOf } from './replay-files.ts';

describe('the report of a replay', () => {
  it('adds up to the counters of the replay', async () => {
    await fc.assert(
      fc.asyncProperty(files, rules, fc.array(condition, { maxLength: 2 }), async (logs, own, ignored) => {
        const settings = settingsOf({ rules: own, ignore_rules: ignored });
        const collector = collectReport(settings);
        const [side] = await replayFiles(logs, [{ settings, view: createListeningView([collector]) }]);
        const counters = side?.counters ?? expect.fail('there is a side');
        const { report, unused } = await collector.parts(counters, null);

        expect(report.ignored).toBe(counters.ignored);
        const correlations = new Set(own.filter((rule) => rule.correlation).map(({ name }) => name));
        const byRule = Object.fromEntries(report.rules.map(({ name, alerts }) => [name, alerts]));
        const alertsOf = (name: string) => counters.alertsByRule[name] ?? 0;
        for (const name of correlations) expect(byRule[name] ?? 0).toBe(alertsOf(name));

        const single = logs.flat().length === new Set(logs.flat().map(({ eventID }) => eventID)).size;
        for (const { name } of own) {
          if (correlations.has(name)) continue;
          if (single) expect(byRule[name] ?? 0).toBe(alertsOf(name));
          else expect(byRule[name] ?? 0).toBeLessThanOrEqual(alertsOf(name));
        }
        const ofCorrelations = report.rules.filter(({ name }) => correlations.has(name));
        const correlated = ofCorrelations.reduce((sum, { named }) => sum + named, 0);
        if (correlations.size === 0) expect(report.alerts).toBe(counters.alerted - counters.duplicate);
        if (single) expect(report.alerts - correlated).toBe(counters.alerted);

        for (const { name } of unused) expect(alertsOf(name)).toBe(0);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 20_000 },
    );
  });
});

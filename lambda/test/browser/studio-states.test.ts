// Slow: builds the studio and starts Chromium.
// The studio in a narrow window, and what it says when there is nothing to show.

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { axeViolations } from './axe.ts';
import { addRule, choose, EXAMPLES, load, useStudio } from './studio.ts';

const { open } = useStudio();

describe('a narrow window', () => {
  // 720 is a window of 1,440 pixels at 200 %.
  it.each([320, 720, 1_440])(
    'of %s pixels shows everything without scrolling sideways, empty and with events',
    async (width) => {
      const { page } = await open({ viewport: { width, height: 800 } });
      const tooWide = () =>
        page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(await tooWide()).toBe(0);
      await load(page, 'Open a folder', EXAMPLES);
      await addRule(page, 'eventName == "StopLogging"');
      expect(await tooWide()).toBe(0);
      await page.context().close();
    },
  );
});

describe('forced colors', () => {
  it('show what is selected', async () => {
    const { page } = await open({ forcedColors: 'active' });
    await load(page, 'Open a folder', EXAMPLES);
    await page.locator('.row').first().click();
    const styleOf = (selector: string, property: string) =>
      page
        .locator(selector)
        .evaluateAll((all, name) => all.map((one) => getComputedStyle(one).getPropertyValue(name)), property);
    expect(await styleOf('[role="tab"]', 'border-bottom-width')).toEqual(['2px', '0px', '0px']);
    expect(await styleOf('.row[aria-selected="true"]', 'outline-style')).toEqual(['solid']);
    await page.context().close();
  });
});

describe('the studio says what is missing', () => {
  it('if the files are not log files, and why', async () => {
    const { page } = await open();
    await choose(page, 'Open log files', path.join(ROOT, 'README.md'));
    await page.getByText('These files contain no CloudTrail events').waitFor();
    await page.getByText('is not JSON').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('if nothing causes an alert, and if nothing matches', async () => {
    const { page } = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await page.locator('.plot canvas').waitFor();
    await page.getByRole('checkbox', { name: 'core' }).uncheck();
    await page.getByText('No rule causes an alert in these events.').waitFor();
    await addRule(page, 'eventName == "Nope"');
    await page.getByLabel('Selected rule').check();
    await page.getByText('No event matches the filter and the selected rule.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });
});

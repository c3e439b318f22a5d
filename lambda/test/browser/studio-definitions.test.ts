// Slow: builds the studio and starts Chromium.
// Lists, predicates and disabled rules in the studio: with a mouse, with the keyboard only, undone, in place, and exported for the real
// `check`.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { axeViolations } from './axe.ts';
import { acceptCompletion, addRule, choose, decided, download, EXAMPLES, load, useStudio } from './studio.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'studio-definitions-'));
const CLI = path.join(ROOT, 'lambda/bin/cloudtrail-to-slack.mjs');

const studio = useStudio();

afterAll(() => rmSync(scratch, { recursive: true }));

const open = async (options = {}): Promise<Page> => (await studio.open(options)).page;
const rules = (page: Page) => page.getByRole('region', { name: 'Rules' });
const form = (page: Page, name: string) => rules(page).getByRole('form', { name });

async function addDefinition(page: Page, kind: 'list' | 'predicate', name: string): Promise<void> {
  await page.getByRole('button', { name: `Add a ${kind}` }).click();
  await expect.poll(() => page.evaluate("document.activeElement.closest('.definition-form') !== null")).toBe(true);
  await page.keyboard.insertText(name);
  await page.keyboard.press('Enter');
}

const fillValues = (page: Page, values: string) => page.getByRole('textbox', { name: 'Values' }).fill(values);

const expressionOf = (page: Page, name: string) => page.getByRole('textbox', { name: `Expression of ${name}` });

async function writeExpression(page: Page, name: string, expression: string): Promise<void> {
  await expressionOf(page, name).press('ControlOrMeta+a');
  await page.keyboard.insertText(expression);
}

async function exported(page: Page, name: string): Promise<string> {
  const file = path.join(scratch, name);
  writeFileSync(file, await download(page, 'Export tfvars'));
  return file;
}

const check = (file: string): string =>
  execFileSync('bash', ['-c', '"$0" "$@" 2>&1', process.execPath, CLI, 'check', '--tfvars', file]).toString();

describe('a list in the studio', () => {
  it('is used as soon as it is written, completed, and renamed in the rules that use it', async () => {
    const page = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await page.getByRole('checkbox', { name: 'core' }).uncheck();
    await addDefinition(page, 'list', 'readers');
    // The link changes after the words of the editor.
    const before = page.url();
    await fillValues(page, 'GetUser\n\n');
    await page.waitForURL((url) => url.href !== before);
    await addRule(page, '');
    await page.keyboard.type('eventName in lists.re');
    await acceptCompletion(page, /^lists\.readers/);
    await page.getByText(', 5 alerts').waitFor();
    await fillValues(page, 'GetUser\nDescribeSubnets');
    await page.getByText(', 6 alerts').waitFor();
    await page.getByText('Used by rule 1.').waitFor();
    await form(page, 'List readers').getByRole('textbox', { name: 'Name' }).fill('callers');
    await page.keyboard.press('Enter');
    await page.getByText('Renamed readers to callers, also where it is used (1).').waitFor();
    expect(await expressionOf(page, 'rule 1').innerText()).toBe('eventName in lists.callers');
    await page.getByText(', 6 alerts').waitFor();
    expect(check(await exported(page, 'list.tfvars'))).toContain('1 rule checked: 0 errors');
    await page.context().close();
  });

  it('shows in place why a name cannot be, and keeps the name that it has', async () => {
    const page = await open();
    await addDefinition(page, 'list', 'one');
    await addDefinition(page, 'list', 'two');
    const name = form(page, 'List two').getByRole('textbox', { name: 'Name' });
    await name.fill('one');
    await page.getByText('There is a list with this name.').waitFor();
    await name.press('Enter');
    await form(page, 'List two').waitFor();
    await name.fill('no-name');
    await page.getByText('A name has at most 64 letters').waitFor();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await axeViolations(page)).toEqual([]);
    await name.press('Escape');
    expect(await name.inputValue()).toBe('two');
    await name.fill('own_function_names');
    await name.press('Enter');
    await form(page, 'List own_function_names').getByText('the name is reserved for the rule packs').waitFor();
    await rules(page).getByRole('button', { name: 'error own_function_names' }).waitFor();
    await page.context().close();
  });

  it('is removed, which the rules that use it show, and undo brings it back', async () => {
    const page = await open();
    await addDefinition(page, 'list', 'admins');
    await fillValues(page, 'alice');
    await addRule(page, 'userIdentity.userName in lists.admins');
    await page.getByRole('button', { name: 'Remove admins' }).click();
    await page.getByText('Removed admins, which is used by rule 1.').waitFor();
    await page.getByText('unknown_list').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('add-lists');
    await page.keyboard.press('ControlOrMeta+z');
    await rules(page).getByRole('button', { name: 'admins' }).click();
    expect(await page.getByRole('textbox', { name: 'Values' }).inputValue()).toBe('alice');
    await page.getByText('unknown_list').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.getByText('unknown_list').waitFor();
    await page.context().close();
  });
});

describe('a predicate in the studio', () => {
  it('has problems in place, is completed, and can be exported for check', async () => {
    const page = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await addDefinition(page, 'predicate', 'isStop');
    await writeExpression(page, 'isStop', 'startsWit(eventName, "Stop")');
    await form(page, 'Predicate isStop').getByText('unknown_function').waitFor();
    await writeExpression(page, 'isStop', 'startsWith(eventName, "Stop")');
    await page.getByText('unknown_function').waitFor({ state: 'detached' });
    await addRule(page, '');
    await page.keyboard.type('isSt');
    await acceptCompletion(page, /^isStop\(\)/);
    await page.getByLabel('Selected rule').check();
    await page.getByRole('option', { name: /StopLogging/ }).waitFor();
    await form(page, 'Predicate isStop').getByRole('textbox', { name: 'Name' }).fill('stops');
    await page.keyboard.press('Enter');
    await expect.poll(() => expressionOf(page, 'rule 1').innerText()).toBe('stops()');
    expect(check(await exported(page, 'predicate.tfvars'))).toContain('1 rule checked: 0 errors');
    await page.context().close();
  });
});

describe('a rule of a pack', () => {
  it('is turned off and on in the studio, and its alerts with it', async () => {
    const page = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await page.getByText('23 alerts').waitFor();
    await page.getByText(/^Rules of core: all \d+ on/).click();
    await page.getByRole('checkbox', { name: /^operation-not-authorized/ }).uncheck();
    await page.getByText(/^Rules of core: 1 of \d+ off/).waitFor();
    await page.locator('.totals').getByText('8', { exact: true }).waitFor();
    const file = await exported(page, 'disabled.tfvars');
    expect(check(file)).toContain('0 errors');
    const other = await open();
    await choose(other, 'Import rules', [file]);
    await other.getByText(/^Rules of core: 1 of \d+ off/).waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByText('23 alerts').waitFor();
    await page.context().close();
    await other.context().close();
  });

  it('is turned off next to the explanation of an event', async () => {
    const page = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await page.getByRole('option', { name: /StopLogging/ }).click();
    await page.getByRole('button', { name: 'Turn off trail-logging-stopped' }).click();
    await page.getByText('Turned off trail-logging-stopped.').waitFor();
    await decided(page);
    await page.getByText('No rule matches.').waitFor();
    await page.context().close();
  });

  it('that no pack has is named, and can be removed from the disabled rules', async () => {
    const page = await open();
    const file = path.join(scratch, 'unknown.json');
    writeFileSync(file, JSON.stringify({ disabled_rules: ['acces-denied'], lists: {}, predicates: {} }));
    await choose(page, 'Import rules', [file]);
    await page.getByText('did you mean `access-denied`?').waitFor();
    await page.getByRole('button', { name: 'Remove acces-denied from disabled_rules' }).click();
    await page.getByText('did you mean').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('lists and predicates of files', () => {
  it.each([
    ['lists', '{"lists": {"a": "b"}}', 'lists is not an object with lists of strings'],
    ['predicates', '{"predicates": ["a"]}', 'predicates is not an object with strings'],
    ['disabled_rules', '{"disabled_rules": "a"}', 'disabled_rules is not a list of strings'],
  ])('are not imported if %s have another type', async (name, text, problem) => {
    const page = await open();
    const file = path.join(scratch, `${name}.json`);
    writeFileSync(file, text);
    await choose(page, 'Import rules', [file]);
    await page.getByText(`${problem}; nothing of this file is imported`).waitFor();
    await page.context().close();
  });
});

describe('lists and predicates without a mouse', () => {
  it('are added, renamed, used, removed and brought back', async () => {
    const page = await open();
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        const focused = `(document.activeElement.labels?.[0] ?? document.activeElement).textContent`;
        if (String(await page.evaluate(focused)).startsWith(name)) return;
      }
      throw new Error(`Tab never reaches ${name}`);
    };
    await tabTo('Add a list');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate("document.activeElement.closest('.definition-form') !== null")).toBe(true);
    await page.keyboard.type('admins');
    await tabTo('Values');
    await page.keyboard.type('alice\nbob');
    await page.getByText('2 values').waitFor();
    await tabTo('Remove admins');
    await page.keyboard.press('Enter');
    await page.getByText('Removed admins.').waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByText('2 values').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('textbox', { name: 'Values' }).inputValue()).toBe('alice\nbob');
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('have no accessibility violation in %s colors', async (colorScheme) => {
    const page = await open({ colorScheme });
    await page.getByText(/^Rules of core: /).click();
    await addDefinition(page, 'list', 'admins');
    await fillValues(page, 'alice\n"bob');
    await page.getByText('Line 2 starts with a quote').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await addDefinition(page, 'predicate', 'isOne');
    await writeExpression(page, 'isOne', 'isOne()');
    await form(page, 'Predicate isOne').getByText('error').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });
});

// Refuses rules whose time would grow with the square of the event. In: the nodes of a condition on elements of the event.
// Out: an error for each node that scans other data of the event once per element, or creates a string of that length
// once per element. Everything else is computed once per event or is as small as the element.

import type { Expression, Range } from './ast.ts';
import { isMembership } from './operators.ts';
import type { Finding } from './problem.ts';
import { unsupported } from './refuse.ts';
import { dependsOnElement, dependsOnEvent, hasEach, staticType } from './static-meaning.ts';

/** Whether the items are data of the event. The length of a list literal is bounded by the rule, whatever it contains. */
export function isEventData(items: Expression): boolean {
  return items.type !== 'list' && (dependsOnEvent(items) || dependsOnElement(items));
}

const scans = new Set(['contains', 'containsAny', 'icontains', 'find', 'count', 'replace', 'strip', 'before']);

/** Checks the cost of one node that is evaluated once per element of the event. Does not check its children. */
export function checkCost(node: Expression): Finding[] {
  const isOwnList = hasEach(node) || (node.type === 'quantifier' && !hasEach(node.items) && isEventData(node.items));
  if (isOwnList && dependsOnEvent(node.type === 'quantifier' ? node.items : node)) {
    return [costly(node.range, 'other elements of the event in a condition on elements')];
  }
  const whole = scannedText(node);
  const isScan = whole !== null && dependsOnElement(node) && dependsOnEvent(whole);
  if (isScan || makesLongText(node)) {
    return [costly(node.range, 'searching another field of the event for each element')];
  }
  const mixed = node.type === 'concat' && isMixed(node) ? node : workedOn(node).find(isMixed);
  return mixed === undefined ? [] : [costly(mixed.range, 'values made of an element and another field of the event')];
}

// Each result would be as long as the other field.
function makesLongText(node: Expression): boolean {
  const fresh = node.type === 'call' && node.name === 'replace' ? node.args[2] : undefined;
  return fresh !== undefined && dependsOnElement(node) && dependsOnEvent(fresh);
}

/** The operands that the node scans, by character or by element. */
function workedOn(node: Expression): readonly Expression[] {
  if (node.type === 'call') return node.args;
  if (node.type === 'quantifier') return [node.items];
  if (node.type === 'path') return typeof node.root === 'object' ? [node.root.json] : [];
  return node.type === 'compare' && /[<>]/.test(node.operator) ? [node.left, node.right] : [];
}

// Depends on the element, but may be as long as the event.
function isMixed(value: Expression): boolean {
  const isShort = ['boolean', 'number', 'null'].includes(staticType(value));
  return !isShort && dependsOnElement(value) && dependsOnEvent(value);
}

function scannedText(node: Expression): Expression | null {
  if (node.type === 'compare' && isMembership(node.operator)) return node.right;
  return node.type === 'call' && scans.has(node.name) ? (node.args[0] ?? null) : null;
}

function costly(range: Range, what: string): Finding {
  return unsupported(
    range,
    what,
    'its time would grow with the square of the event; compare with `==`, or write a path that starts at `it`',
  );
}

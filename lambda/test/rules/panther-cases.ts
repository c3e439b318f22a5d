// Reads the Panther conformance data and counts its coverage, for the tests and the documents.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { DETECTIONS } from './panther-detections.ts';

export interface PantherDetection {
  readonly rule_id: string;
  readonly title: string;
  readonly tests: readonly {
    readonly name: string;
    readonly event: CloudTrailRecord;
    readonly expected: boolean;
    readonly mocked: boolean;
  }[];
}

/** Records of real services: those of the Python implementation's tests, and of Panther's. */
export function realRecords(): readonly CloudTrailRecord[] {
  const python: { readonly events: readonly CloudTrailRecord[] } = readConformance('python-rules.json');
  return [...python.events, ...pantherDetections().flatMap(({ tests }) => tests.map(({ event }) => event))];
}

/** Returns the tests of a detection that can run on their own: those that mock no lookup. */
export function testsToRun({ rule_id: id, tests }: PantherDetection): PantherDetection['tests'] {
  const treatment = DETECTIONS[id];
  const runAll = treatment !== undefined && 'mocksConfiguration' in treatment;
  return runAll ? tests : tests.filter(({ mocked }) => !mocked);
}

/** Returns the detections with their tests, in the order of the file. */
export function pantherDetections(): readonly PantherDetection[] {
  return readConformance('panther.json');
}

function readConformance(name: string) {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, '../conformance', name), 'utf8'));
}

/** Counts the detections, those that are expressed, those that a catalogue rule expresses, and the tests. */
export function countPantherCoverage(detections: readonly PantherDetection[]) {
  const expressed = detections.filter(({ rule_id: id }) => !('reason' in (DETECTIONS[id] ?? { reason: '' })));
  const tests = detections.flatMap((detection) => detection.tests);
  return {
    detections: detections.length,
    expressed: expressed.length,
    byRule: expressed.filter(({ rule_id: id }) => 'rule' in (DETECTIONS[id] ?? {})).length,
    tests: tests.length,
    testsRun: expressed.flatMap(testsToRun).length,
  };
}

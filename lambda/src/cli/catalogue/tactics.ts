// The tactics of MITRE ATT&CK and the techniques of each that the rules name. Pure data. The version is 18, the last in
// which `Defense Evasion` is one tactic. A sub-technique has the tactics of its technique.
// https://attack.mitre.org/matrices/enterprise/cloud/

/** A tactic of MITRE ATT&CK: what an attacker wants to achieve. */
export interface Tactic {
  readonly id: string;
  readonly name: string;
  readonly techniques: readonly string[];
}

const tactic = (id: string, name: string, techniques: string): Tactic => ({
  id,
  name,
  techniques: techniques.split(' '),
});

/** The tactics in the order of an attack. */
export const TACTICS: readonly Tactic[] = [
  tactic('TA0042', 'Resource Development', 'T1583 T1584'),
  tactic('TA0001', 'Initial Access', 'T1078 T1133 T1190 T1199'),
  tactic('TA0002', 'Execution', 'T1059 T1609 T1610 T1648 T1651'),
  tactic('TA0003', 'Persistence', 'T1037 T1078 T1098 T1133 T1136 T1525 T1546 T1556'),
  tactic('TA0004', 'Privilege Escalation', 'T1037 T1078 T1098 T1484 T1546 T1548'),
  tactic('TA0005', 'Defense Evasion', 'T1070 T1078 T1484 T1535 T1548 T1550 T1556 T1562 T1578 T1610 T1666'),
  tactic('TA0006', 'Credential Access', 'T1040 T1110 T1528 T1552 T1555 T1556 T1606'),
  tactic('TA0007', 'Discovery', 'T1040 T1069 T1087 T1201 T1526 T1538 T1580 T1619'),
  tactic('TA0008', 'Lateral Movement', 'T1021 T1550'),
  tactic('TA0009', 'Collection', 'T1074 T1114 T1119 T1213 T1530'),
  tactic('TA0010', 'Exfiltration', 'T1537 T1567'),
  tactic('TA0040', 'Impact', 'T1485 T1486 T1489 T1490 T1491 T1496 T1498 T1529 T1531 T1565 T1657'),
];

/** The tactics of a technique or sub-technique; none if the list above does not have it. */
export function tacticsOf(techniqueId: string): readonly Tactic[] {
  const [technique = ''] = techniqueId.split('.');
  return TACTICS.filter(({ techniques }) => techniques.includes(technique));
}

// A log file whose every field contains markup, scripts and characters that reorder text.

const ATTACKS = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror=document.title=1>',
  "' onmouseover='document.title=1",
  '</script><script>document.title="owned"</script>',
  '<!--<script>',
  '</title></style><svg onload=document.title=1>',
  'javascript:document.title=1',
  '{{7*7}}#{7*7}<%=7*7%>',
  'a\u202eb\u0000c\u2028d',
  '`*_~<https://evil.example|click>',
];

const attack = (index: number) => ATTACKS[index % ATTACKS.length] as string;

/** Records with an attack in each text, as many as there are attacks, for rules that match every record. */
export function hostileRecords(): readonly object[] {
  return ATTACKS.map((_, index) => ({
    eventVersion: attack(index),
    eventID: `${index}${attack(index + 1)}`,
    eventName: attack(index),
    eventSource: attack(index + 2),
    eventTime: index % 2 === 0 ? `2026-01-01T00:00:0${index}Z` : attack(index),
    awsRegion: attack(index + 3),
    sourceIPAddress: attack(index + 4),
    userAgent: attack(index + 5),
    errorCode: attack(index + 6),
    errorMessage: attack(index + 7),
    recipientAccountId: attack(index + 8),
    requestParameters: { [attack(index)]: attack(index + 1), bucketName: attack(index + 2) },
    responseElements: { [attack(index + 1)]: attack(index) },
    userIdentity: {
      type: 'IAMUser',
      userName: attack(index + 9),
      arn: `arn:aws:iam::111111111111:user/${attack(index)}`,
      principalId: attack(index + 1),
    },
  }));
}

/** Settings whose names and expressions contain the same texts. */
export const HOSTILE_SETTINGS = {
  use_default_rules: false,
  rules: [
    ...ATTACKS.map((name, index) => ({ name, expression: `eventID.startsWith('${index}')`, severity: 'low' })),
    { name: `${ATTACKS[0]} unused`, expression: `eventName == '${ATTACKS[1]}' and 1 == 2` },
  ],
  ignore_rules: [{ name: ATTACKS[3], expression: "eventID.startsWith('3')" }],
};

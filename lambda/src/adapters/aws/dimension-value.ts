// Text as the value of a CloudWatch dimension. In: any text. Out: 1 to 1,024 printable ASCII characters.

const VALUE_MAX = 1_024;

/**
 * The text as CloudWatch accepts it. One invalid value, such as a rule name with an umlaut, makes it reject everything that is sent
 * with it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
export function dimensionValue(text: string): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return (
    text
      .replace(/[^ -~]/g, escaped)
      .slice(0, VALUE_MAX)
      .trim() || '-'
  );
}

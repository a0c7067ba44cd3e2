const longest = 160;

/** Text from a host, fit to stand in a message: one line, nothing that moves a cursor, not long. */
export function printable(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ').trim();
  return plain.length > longest ? `${wholeWords(plain.slice(0, longest))}…` : plain;
}

/** Half of a secret would be found by nobody who masks them. */
function wholeWords(cut: string): string {
  const whole = cut.replace(/ ?[^ ]*$/, '');
  return whole === '' ? cut : whole;
}

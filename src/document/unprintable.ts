/**
 * For a class of a regular expression: control characters (C0 and C1), what ends a line, and marks that reorder the text
 * around them (Unicode UAX #9).
 */
export const unprintable = String.raw`\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;

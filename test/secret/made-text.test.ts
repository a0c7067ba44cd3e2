import { describe, expect, it } from 'vitest';
import { maskMade } from '../../src/secret/made-text.ts';
import { Masker } from '../../src/secret/masker.ts';

type Remake = (values: readonly unknown[]) => unknown;

/** A masker that knows `secrets`, and was told of what came of these values. */
function told(secrets: readonly string[], from: readonly unknown[], remake: Remake): Masker {
  const masker = new Masker();
  for (const secret of secrets) masker.add(secret);
  maskMade(masker)({ text: String(remake(from)), from, remake });
  return masker;
}

const dashes: Remake = ([text]) => String(text).replaceAll('-', '_');
const json: Remake = ([value]) => JSON.stringify(value);

describe('what was made of a secret', () => {
  it('is masked wherever it stands, encoded too', () => {
    const masker = told(['gehe-im'], ['gehe-im'], dashes);
    const base64 = Buffer.from('gehe_im').toString('base64');
    expect(masker.mask(`a gehe_im b gehe-im c ${base64}`)).toBe('a *** b *** c ***');
  });

  it('is masked without what stood around the secret, which is no secret', () => {
    const masker = told(['gehe-im'], ['https://app:gehe-im@web/'], dashes);
    expect(masker.mask('https://app:gehe_im@web/ and gehe_im at https://app:')).toBe(
      'https://app:***@web/ and *** at https://app:',
    );
  });

  it('is one secret from the first to the last of several', () => {
    const masker = told(['gehe-im', 'wo-rt'], ['gehe-im:x:wo-rt'], dashes);
    expect(masker.mask('<gehe_im:x:wo_rt>')).toBe('<***>');
  });

  it('is nothing new where the secret is put in as it is', () => {
    const masker = told(['geheim'], ['to: NAME', 'geheim'], ([text, name]) =>
      String(text).replace('NAME', String(name)),
    );
    expect(masker.mask('to: geheim, to: you')).toBe('to: ***, to: you');
  });

  it('is no secret where nothing of it is left', () => {
    const masker = told(['geheim'], ['geheim production'], () => 'production');
    expect(masker.mask('production')).toBe('production');
  });

  it('is masked in the next encoding where it is in one already', () => {
    const secret = 'it\'s "a"';
    const masker = told([secret], [{ name: 'web', password: secret }], json);
    const made = JSON.stringify({ name: 'web', password: secret }).replaceAll("'", "'\\''");
    expect(masker.mask(made)).toBe('{"name":"web","password":"***"}');
  });

  it('may be made of a number', () => {
    const pin = told(['90125'], [90125], ([number]) => String(number).replaceAll('9', '8'));
    expect(pin.mask('x 80125')).toBe('x ***');
  });

  it('is what is secret in JSON, in which a number has no quotes', () => {
    const value = { port: 54320, name: 'web', password: 'geheim' };
    const shown = told(['54320', 'geheim'], [value], json).mask(JSON.stringify(value));
    expect(shown).toBe('{"port":***,"name":"web","password":"***"}');
  });

  it('is not masked from what holds no secret, nor where there is none', () => {
    expect(told(['geheim'], ['a-word'], dashes).mask('a_word')).toBe('a_word');
    expect(told([], ['a-word'], dashes).mask('a_word')).toBe('a_word');
  });
});

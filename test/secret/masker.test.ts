import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Masker } from '../../src/secret/masker.ts';

function maskerOf(...secrets: string[]): Masker {
  const masker = new Masker();
  for (const secret of secrets) masker.add(secret);
  return masker;
}

function streamed(masker: Masker, bytes: Buffer, sizes: readonly number[]): Buffer {
  const stream = masker.maskStream();
  const parts: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(stream.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return Buffer.concat([...parts, stream.push(bytes.subarray(at)), stream.flush()]);
}

describe('Masker', () => {
  const secret = `it's "a\\ $ecret & ümläut/100%`;
  const masker = maskerOf(secret);

  it.each([
    ['itself', secret],
    ['JSON', JSON.stringify({ a: secret })],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ a: secret }))],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 of a line', Buffer.from(`${secret}\n`).toString('base64')],
    ['base64 behind a user', Buffer.from(`user:${secret}`).toString('base64')],
    ['base64 behind another user', Buffer.from(`me:${secret}`).toString('base64')],
    ['a URL', `https://h/?p=${encodeURIComponent(secret)}`],
    ['a form', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['single quotes of a shell', `'${secret.replaceAll("'", "'\\''")}'`],
    ['HTML', secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
  ])('hides a secret in the form of %s', (_name, text) => {
    const masked = masker.mask(`before ${text} after`);
    expect(masked).toMatch(/^before .*\*\*\*.* after$/);
    expect(masked).not.toMatch(/ecret|ZWNyZXQ|VjcmV0|lY3JldA/);
  });

  it.each([
    ['JSON of Go', String.raw`it's \"a\\ \u003cS~ecret\u003e, \u0026 (ümläut)/100%!*`],
    ['JSON of Gson', String.raw`it\u0027s \"a\\ \u003cS~ecret\u003e, \u0026 (ümläut)/100%!*`],
    ['JSON of Python', String.raw`it's \"a\\ <S~ecret>, & (\u00fcml\u00e4ut)/100%!*`],
    ['JSON of PHP', String.raw`it's \"a\\ <S~ecret>, & (\u00fcml\u00e4ut)\/100%!*`],
    ['a URL of Go', 'it%27s+%22a%5C+%3CS~ecret%3E%2C+%26+%28%C3%BCml%C3%A4ut%29%2F100%25%21%2A'],
    ['a path of Python', 'it%27s%20%22a%5C%20%3CS~ecret%3E%2C%20%26%20%28%C3%BCml%C3%A4ut%29/100%25%21%2A'],
    ['a form of Java', 'it%27s+%22a%5C+%3CS%7Eecret%3E%2C+%26+%28%C3%BCml%C3%A4ut%29%2F100%25%21*'],
    ['HTML of Python', 'it&#x27;s &quot;a\\ &lt;S~ecret&gt;, &amp; (ümläut)/100%!*'],
    ['HTML of Go', 'it&#39;s &#34;a\\ &lt;S~ecret&gt;, &amp; (ümläut)/100%!*'],
    ['the text of XML', `it's "a\\ &lt;S~ecret&gt;, &amp; (ümläut)/100%!*`],
    ['printf %q', String.raw`it\'s\ \"a\\\ \<S~ecret\>\,\ \&\ \(ümläut\)/100%\!\*`],
    ['single quotes of YAML and SQL', `it''s "a\\ <S~ecret>, & (ümläut)/100%!*`],
    ['repr of Python', String.raw`it\'s "a\\ <S~ecret>, & (ümläut)/100%!*`],
  ])('hides it in the form of %s', (_name, text) => {
    const masker = maskerOf(String.raw`it's "a\ <S~ecret>, & (ümläut)/100%!*`);
    expect(masker.mask(`before ${text} after`)).toBe('before *** after');
  });

  it.each([76, 64])('hides base64 in lines of %i characters', (length) => {
    const token = Array.from({ length: 40 }, (_, index) => `part-${index}`).join('.');
    const base64 = Buffer.from(token).toString('base64');
    const lines = base64.match(new RegExp(`.{1,${length}}`, 'g')) ?? [];
    expect(maskerOf(token).mask(lines.join('\n'))).toBe(lines.map(() => '***').join('\n'));
  });

  it('costs nothing where there are no secrets', () => {
    const chunk = Buffer.from('text');
    expect(new Masker().maskStream().push(chunk)).toBe(chunk);
  });

  it('hides each longer line of a secret of several lines', () => {
    const key = maskerOf('-----BEGIN KEY-----\nAAAAB3NzaC1yc2E\nend\n-----END KEY-----');
    expect(key.mask('x AAAAB3NzaC1yc2E y end')).toBe('x *** y end');
  });

  it('takes no longer for what goes on for a while as a long secret does: lines of dashes, where there is a key', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'MIIJQgIBADANBgkqhkiG9w0BAQEFAASC/+AAAABBBB\n'.repeat(80)}-----END PRIVATE KEY-----\n`;
    const stream = maskerOf(key).maskStream();
    const table = Buffer.from(`${'-'.repeat(79)}\n`.repeat(400));
    const start = performance.now();
    for (let piece = 0; piece < 30; piece++) stream.push(table);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('says which secret is too short to be hidden', () => {
    const masker = new Masker();
    for (const secret of ['', 'abcd']) masker.add(secret, () => 'env LONG');
    masker.add('abc');
    expect([...masker.tooShort]).toEqual([]);
    masker.add('abc', () => 'env PIN');
    expect([...masker.tooShort]).toEqual(['env PIN']);
  });

  it('hides what our own commands make of it: in one line, in capitals, quoted twice', () => {
    const secret = 'it\'s-a\n"Secret"';
    const masker = maskerOf(secret);
    const inner = "'it'\\''s-a\n\"Secret\"'";
    const outer = `sh -c "echo ${inner.replace(/["$`\\]/g, '\\$&')}"`;
    for (const text of [secret.replace('\n', ' ⏎ '), secret.toUpperCase(), inner, outer]) {
      expect(masker.mask(text)).not.toMatch(/s-a|Secret/i);
    }
  });

  it('hides the longest of secrets that begin alike, and overlapping ones as a whole', () => {
    const both = maskerOf('secret', 'secret-long', 'long-tail');
    expect(both.mask('a secret-long b secret c')).toBe('a *** b *** c');
    expect(both.mask('a secret-long-tail b')).toBe('a *** b');
  });

  it('keeps masked JSON valid, numbers included', () => {
    const value = { port: 12345, text: 'x 12345', list: ['12345'], '12345': null };
    expect(maskerOf('12345').maskValue(value)).toEqual({
      port: 12345,
      text: 'x ***',
      list: ['***'],
      '***': null,
    });
  });

  it('hides secrets that are split between pieces, at every border', () => {
    const text = Buffer.from('a geheim b geheimnis c gehei geheimgeheim d');
    const two = maskerOf('geheim', 'geheimnis');
    for (let at = 0; at <= text.length; at++) {
      expect(streamed(two, text, [at]).toString()).toBe(two.mask(text.toString()));
    }
  });

  it('masks bytes in pieces as it masks the whole, whatever the secrets, the bytes and the pieces', () => {
    const unit = fc.constantFrom('a', 'b', 'ü');
    const word = fc.array(unit, { minLength: 4, maxLength: 8 }).map((units) => units.join(''));
    const text = fc.array(unit, { maxLength: 60 }).map((units) => units.join(''));
    const sizes = fc.array(fc.nat({ max: 7 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), text, sizes, (secrets, whole, pieces) => {
        const some = maskerOf(...secrets);
        const masked = streamed(some, Buffer.from(whole), pieces).toString();
        expect(masked).toBe(some.mask(whole));
        for (const one of secrets) expect(masked).not.toContain(one);
      }),
      { numRuns: 1000 },
    );
  });

  it('passes bytes through unchanged that are no text and hold no secret', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]);
    expect(streamed(maskerOf('secret'), bytes, [1, 2])).toEqual(bytes);
  });
});

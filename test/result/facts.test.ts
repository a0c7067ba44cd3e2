import fc from 'fast-check';
import { expect, it } from 'vitest';
import { factFields, parseFacts } from '../../src/result/facts.ts';

it('reads what a host says, with and without quotes', () => {
  const said = `os="Debian"
os_version='12'
os_name="Debian GNU/Linux 12 (bookworm)"
arch=aarch64
hostname=pi-17
kernel=6.1.0-18+rpt-rpi-v8
init=systemd
boot_id=0f1c5ad2-1111-4222-8333-0123456789ab
cpus=4
memory_kb=3882400
address=127.0.0.1
address=192.168.1.17
address=fe80::1
address=fd00::17
address=192.168.1.17
facts=whole`;
  expect(parseFacts(said)).toEqual({
    os: 'debian',
    os_version: '12',
    os_name: 'Debian GNU/Linux 12 (bookworm)',
    arch: 'aarch64',
    hostname: 'pi-17',
    kernel: '6.1.0-18+rpt-rpi-v8',
    init: 'systemd',
    boot_id: '0f1c5ad2-1111-4222-8333-0123456789ab',
    cpus: 4,
    memory_mb: 3791,
    addresses: ['192.168.1.17', 'fd00::17'],
  });
});

it('takes what is not said, or not in the form of its fact, as not said', () => {
  expect(
    parseFacts('os=$(reboot)\ncpus=many\nmemory_kb=99999999999\naddress=a.b.c.d\nhostname=a b\nboot_id=x'),
  ).toEqual({
    ...{ os: '', os_version: '', os_name: '', arch: '', hostname: '', kernel: '', init: '', boot_id: '' },
    ...{ cpus: 0, memory_mb: 0, addresses: [] },
  });
  expect(parseFacts('arch=first\narch=second').arch).toBe('first');
});

it('lets no host send what a terminal obeys, what is long, or more than a few addresses', () => {
  const name = fc.constantFrom(...Object.keys(factFields), 'address', 'memory_kb');
  const value = fc.string({ unit: 'binary', maxLength: 400 });
  const lines = fc.array(fc.tuple(name, value), { maxLength: 200 });
  fc.assert(
    fc.property(lines, (said) => {
      const facts = parseFacts(said.map(([key, text]) => `${key}=${text}`).join('\n'));
      const texts = Object.values(facts).flat().map(String);
      expect(texts.every((text) => text.length <= 200 && !/[\p{Cc}\p{Cf}]/u.test(text))).toBe(true);
      expect(facts.addresses.length).toBeLessThanOrEqual(64);
      expect(Object.keys(facts)).toEqual(Object.keys(parseFacts('')));
    }),
    { numRuns: 300 },
  );
});

/** The lists of a key exchange that the server sends in plain text (RFC 4253 section 7.1), to be named when nothing fits. */
export interface Offer {
  readonly kex: string;
  readonly hostKey: string;
  readonly cipher: string;
  readonly mac: string;
  readonly compression: string;
}

const kexInit = 20;
const cookieBytes = 16;

/** `bytes` begins with the identification line. Undefined when what follows is not a whole KEXINIT. */
export function readOffer(bytes: Buffer): Offer | undefined {
  const packet = bytes.indexOf('\n') + 1;
  const payload = packet + 5;
  if (packet === 0 || bytes.length <= payload || bytes[payload] !== kexInit) return;
  let at = payload + 1 + cookieBytes;
  const next = (): string => {
    if (at + 4 > bytes.length) throw new RangeError('the list is not there');
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.length) throw new RangeError('the list is cut');
    const list = bytes.toString('latin1', at + 4, at + 4 + length);
    at += 4 + length;
    return list;
  };
  try {
    const [kex, hostKey, , cipher, , mac, , compression] = Array.from({ length: 8 }, next);
    if (kex === undefined || hostKey === undefined || cipher === undefined) return;
    if (mac === undefined || compression === undefined) return;
    return { kex, hostKey, cipher, mac, compression };
  } catch {
    return;
  }
}

/** What is signed; the type is part of the signed bytes, so no key can be tricked across types. */
export const statementType = "application/vnd.in-toto+json";
export const rootType = "application/vnd.lineagectl.root+json";

export type PayloadType = typeof statementType | typeof rootType;

/**
 * The bytes that a DSSE signature covers: `DSSEv1 <len> <type> <len> <payload>`, lengths in bytes.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function preAuthentication(type: PayloadType, payload: Uint8Array): Uint8Array {
  const head = Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `);
  return Buffer.concat([head, payload]);
}

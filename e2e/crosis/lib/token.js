// Mints development tokens the way the official client's own tooling does: PASETO v2.public over two base64 protobufs.
const { createPrivateKey, sign, randomUUID } = require('node:crypto');
const path = require('node:path');
const protobuf = require('protobufjs');

// The client's own protocol package leaves the token out; the schema is ours.
const schema = new protobuf.Root().loadSync(path.join(__dirname, '../../../proto/src/main/proto/signing.proto'), {
  keepCase: true,
});
const ReplToken = schema.lookupType('api.ReplToken');
const Authority = schema.lookupType('api.GovalSigningAuthority');
const { NONE } = schema.lookupEnum('api.ReplToken.Persistence').values;

// The development pair is public; a cluster honours it only when installed with development: true.
const SEED = Buffer.from('h/Qn2Wtu0bq85i3EF17r/diy4xNdYAMkCgHxLmu3xG8=', 'base64');
const PKCS8_ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519_PREFIX, SEED]), format: 'der', type: 'pkcs8' });

const HEADER = 'v2.public.';

/** A message as the signature sees it: standard base64 of its protobuf, as ASCII. */
function payload(type, fields) {
  return Buffer.from(Buffer.from(type.encode(fields).finish()).toString('base64'));
}

function preAuthEncode(...parts) {
  const length = (n) => {
    const out = Buffer.alloc(8);
    out.writeBigUInt64LE(BigInt(n));
    return out;
  };
  return Buffer.concat([length(parts.length), ...parts.flatMap((part) => [length(part.length), part])]);
}

function mint(overrides = {}) {
  const now = Math.floor(Date.now() / 1000);
  const id = overrides.id ?? `crosis-${randomUUID()}`;
  const m = payload(ReplToken, {
    iat: { seconds: now - 15 },
    exp: { seconds: now + 3600 },
    salt: randomUUID(),
    cluster: 'development',
    persistence: NONE,
    repl: { id, language: 'default', bucket: 'development', slug: 'hello', user: 'crosis', ...overrides.repl },
    resourceLimits: { net: true, memory: 256 * 1024 * 1024, threads: 0.5, shares: 0.05, disk: 1024 ** 3 },
    presenced: { bearerID: 7, bearerName: 'crosis' },
  });
  const f = payload(Authority, { key_id: 'dev', issuer: 'crosis-e2e' });
  const signature = sign(null, preAuthEncode(Buffer.from(HEADER), m, f), key);
  return `${HEADER}${Buffer.concat([m, signature]).toString('base64url')}.${f.toString('base64url')}`;
}

module.exports = { mint };

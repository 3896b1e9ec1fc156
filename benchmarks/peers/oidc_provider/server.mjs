// npm oidc-provider in one process, everything in memory: nothing is written, nothing survives.
//
// The adapter is a plain Map. The one that comes with the package keeps the last 1,000 entries only, fewer than one
// round needs, and walks all tokens of a grant at each write. No ID token is signed (the scope `openid` is not asked),
// access tokens are opaque and the refresh token stays, as everywhere in this comparison.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { Provider } from "oidc-provider";

const [directory, port, codes, tokens] = [process.env.BENCH_DIR, ...process.argv.slice(2).map(Number)];
const SCOPE = "oauth crm.objects.contacts.read crm.objects.contacts.write";
const REDIRECT_URI = "https://app.example/callback";
const DAY = 86_400;

const storage = new Map();
const members = new Map();
const GRANTABLE = new Set(["AccessToken", "AuthorizationCode", "RefreshToken"]);

class MemoryAdapter {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async find(id) {
    return storage.get(this.key(id));
  }

  async upsert(id, payload) {
    const key = this.key(id);
    storage.set(key, payload);
    if (GRANTABLE.has(this.model) && payload.grantId) {
      const keys = members.get(payload.grantId);
      if (keys) keys.push(key);
      else members.set(payload.grantId, [key]);
    }
  }

  async consume(id) {
    storage.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    storage.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const key of members.get(grantId) ?? []) storage.delete(key);
    members.delete(grantId);
  }

  async findByUid() {}

  async findByUserCode() {}
}

const secret = randomBytes(32).toString("base64url");
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const provider = new Provider(`http://127.0.0.1:${port}`, {
  adapter: MemoryAdapter,
  clients: [
    {
      client_id: "bench",
      client_secret: secret,
      redirect_uris: [REDIRECT_URI],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
      id_token_signed_response_alg: "ES256",
    },
  ],
  cookies: { keys: [randomBytes(32).toString("base64url")] },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig" }] },
  scopes: SCOPE.split(" "),
  features: { devInteractions: { enabled: false }, introspection: { enabled: true, allowedPolicy: (_ctx, asking, token) => token.clientId === asking.clientId } },
  interactions: { url: () => "/unused" },
  pkce: { required: () => false },
  ttl: { AccessToken: 1800, AuthorizationCode: DAY, RefreshToken: DAY, Grant: DAY },
  issueRefreshToken: () => true,
  rotateRefreshToken: false,
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});

// Each code, and each token, comes from a consent of its own, as in life.
async function consent() {
  const grant = new provider.Grant({ accountId: "installer", clientId: "bench" });
  grant.addOIDCScope(SCOPE);
  return grant.save();
}

const client = await provider.Client.find("bench");
async function issued(Model, extra) {
  const grantId = await consent();
  const gty = "authorization_code";
  return new Model({ accountId: "installer", client, grantId, gty, scope: SCOPE, ...extra }).save();
}

async function many(count, make) {
  const made = [];
  for (let n = 0; n < count; n += 1) made.push(await make());
  return made;
}

const pools = {
  client_id: "bench",
  client_secret: secret,
  redirect_uri: REDIRECT_URI,
  codes: await many(codes, () => issued(provider.AuthorizationCode, { redirectUri: REDIRECT_URI })),
  refresh_tokens: await many(tokens, () => issued(provider.RefreshToken, { rotations: 0 })),
  access_tokens: await many(tokens, () => issued(provider.AccessToken, {})),
};
writeFileSync(join(directory, "pools.json"), JSON.stringify(pools));

const server = provider.listen(port, "127.0.0.1");
server.keepAliveTimeout = 600_000;
process.on("SIGTERM", () => process.exit(0));

// npm @hubspot/api-client does an integration's whole job: connect, read, write, refresh. What it saw goes to the test.
import { Client } from '@hubspot/api-client'
import { ask, done, hear } from './dialogue.mjs'

const { address, clientId, clientSecret, redirectUri, scopes } = await hear()
const clientWith = (accessToken) =>
  new Client({ accessToken, basePath: address, numberOfApiCallRetries: 3, limiterOptions: { minTime: 0 } })
const tokens = (grantType, code, refreshToken) =>
  clientWith().oauth.tokensApi.create(grantType, code, redirectUri, clientId, clientSecret, refreshToken)
const refusal = async (call) => {
  try {
    await call()
    return null
  } catch (error) {
    return [error.constructor.name, error.code, error.body?.category, error.body?.message]
  }
}

async function connect() {
  const link = clientWith().oauth.getAuthorizationUrl(clientId, redirectUri, scopes, undefined, 's-1')
  const arrived = new URL(await ask({ visit: link.replace('https://app.hubspot.com', address) }))
  const { accessToken, refreshToken } = await tokens('authorization_code', arrived.searchParams.get('code'))
  const info = await clientWith().oauth.accessTokensApi.get(accessToken)
  const refresh = await clientWith().oauth.refreshTokensApi.get(refreshToken)
  const { user, hubId, tokenType } = info
  return { accessToken, refreshToken, info: { user, hubId, tokenType, refresh: refresh.tokenType } }
}

async function refreshed({ accessToken, refreshToken }) {
  await ask({ pass: 1801 })
  const expired = await refusal(() => clientWith(accessToken).crm.contacts.basicApi.getPage(1))
  const again = await tokens('refresh_token', undefined, refreshToken)
  return { expired, same: again.refreshToken === refreshToken, client: clientWith(again.accessToken) }
}

async function contacts({ basicApi }) {
  const made = await basicApi.create({ properties: { email: 'node@sdk.example', firstname: 'Åsa' }, associations: [] })
  const byEmail = await basicApi.getById(made.id, ['email'], undefined, undefined, false)
  await basicApi.update(made.id, { properties: { lastname: 'Öberg' } })
  const read = await basicApi.getById('node@sdk.example', ['lastname'], undefined, undefined, false, 'email')
  const twice = await refusal(() => basicApi.create({ properties: { email: 'NODE@sdk.example' }, associations: [] }))
  await basicApi.archive(made.id)
  const gone = await refusal(() => basicApi.getById(made.id))
  return {
    id: made.id,
    created: made.createdAt instanceof Date,
    email: byEmail.properties.email,
    lastname: read.properties.lastname,
    twice,
    gone,
  }
}

async function search({ searchApi }) {
  const seen = new Set()
  let after
  let total
  do {
    const page = await searchApi.doSearch({ limit: 200, after, sorts: ['createdate'], properties: ['email'] })
    page.results.forEach(({ id }) => seen.add(id))
    total = page.total
    after = page.paging?.next?.after
  } while (after !== undefined)
  return { seen: seen.size, total }
}

async function batch({ batchApi }) {
  const inputs = Array.from({ length: 100 }, (_, n) => ({ properties: { email: `n${n}@sdk.example` }, associations: [] }))
  const made = await batchApi.create({ inputs })
  const ids = made.results.map(({ id }) => ({ id }))
  await batchApi.update({ inputs: ids.map(({ id }) => ({ id, properties: { lastname: 'Ek' } })) })
  const read = await batchApi.read({ inputs: ids, properties: ['lastname'], propertiesWithHistory: [] })
  await batchApi.archive({ inputs: ids })
  const left = await batchApi.read({ inputs: ids, properties: [], propertiesWithHistory: [] })
  return {
    made: made.results.length,
    named: read.results.filter(({ properties }) => properties.lastname === 'Ek').length,
    left: left.results.length,
  }
}

async function call({ contacts, objects }) {
  const contact = await contacts.basicApi.create({ properties: { email: 'called@node.example' }, associations: [] })
  const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 194 }]
  const made = await objects.calls.basicApi.create({
    properties: { hs_timestamp: '2026-11-21T10:00:00.000Z', hs_call_title: 'Hello', hs_call_status: 'COMPLETED' },
    associations: [{ to: { id: contact.id }, types }],
  })
  const read = await objects.calls.basicApi.getById(made.id, ['hs_call_title'], undefined, ['contacts'])
  return { title: read.properties.hs_call_title, linked: read.associations.contacts.results[0].id === contact.id }
}

const connection = await connect()
const { expired, same, client } = await refreshed(connection)
const everyone = await client.crm.contacts.getAll(undefined, undefined, ['email'])
const narrow = await tokens('refresh_token', undefined, 'made-up').catch(({ code, body }) => [code, body.status])
const account = await client.apiRequest({ path: '/account-info/v3/details' })
done({
  info: connection.info,
  expired,
  same,
  narrow,
  contacts: await contacts(client.crm.contacts),
  search: await search(client.crm.contacts),
  listed: new Set(everyone.map(({ id }) => id)).size,
  batch: await batch(client.crm.contacts),
  call: await call(client.crm),
  owners: (await client.crm.owners.ownersApi.getPage()).results.map(({ email }) => email),
  account: [account.status, (await account.json()).portalId],
  unknown: await refusal(() => clientWith('made-up').crm.contacts.basicApi.getPage()),
})

// npm @hubspot/api-client calls until it has to wait. A wait is time on the server's clock: nobody sits through it.
import { ask, done, hear } from './dialogue.mjs'

const waited = []
const wait = globalThis.setTimeout
globalThis.setTimeout = (then, ms, ...rest) => {
  if (ms < 1000) return wait(then, ms, ...rest)
  waited.push(ms)
  ask({ pass: ms / 1000 }).then(() => then(...rest))
}
console.error = () => {}

const { Client } = await import('@hubspot/api-client')
const { address, accessToken, most } = await hear()
const client = new Client({ accessToken, basePath: address, numberOfApiCallRetries: 3, limiterOptions: { minTime: 0 } })

async function untilItWaits(call) {
  for (let calls = 0; calls < most && waited.length === 0; calls += 1) await call()
  return waited.splice(0)
}

done({
  called: await untilItWaits(() => client.crm.contacts.basicApi.getPage(1)),
  searched: await untilItWaits(() => client.crm.contacts.searchApi.doSearch({ limit: 1 })),
})

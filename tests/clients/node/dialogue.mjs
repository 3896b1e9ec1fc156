// What a client says to its test and hears from it: a JSON value a line (tests/clients/programs.py).
import { createInterface } from 'node:readline'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

export const hear = async () => JSON.parse((await lines.next()).value)

export const ask = (what) => {
  process.stdout.write(`${JSON.stringify(what)}\n`)
  return hear()
}

export const done = (found) => {
  process.stdout.write(`${JSON.stringify({ done: found })}\n`)
  process.stdin.destroy()
}

// Say what AsyncAPI's own parser finds in a document, a line a finding; exit code 1 for an error.
// node asyncapi.mjs DIRECTORY_OF_NODE_MODULES FILE
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [modules, file] = process.argv.slice(2)
const { Parser, fromFile } = createRequire(join(modules, 'here.js'))('@asyncapi/parser')
const { document, diagnostics } = await fromFile(new Parser(), file).parse()
const errors = diagnostics.filter(({ severity }) => severity === 0)
for (const { code, path, message } of errors) console.log(`${path.join('/')}: ${code}: ${message}`)
for (const channel of document?.channels().all() ?? []) {
  console.log(`${channel.address()} ${channel.messages().all().map((each) => each.id()).join(' ')}`)
}
process.exitCode = document && errors.length === 0 ? 0 : 1

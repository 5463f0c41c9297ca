// Say what AsyncAPI's own parser finds in documents: for each a line of JSON, {file, errors, channels}.
// Exit code 1 if one has an error. node asyncapi.mjs DIRECTORY_OF_NODE_MODULES FILE...
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [modules, ...files] = process.argv.slice(2)
const { Parser, fromFile } = createRequire(join(modules, 'here.js'))('@asyncapi/parser')
for (const file of files) {
  const { document, diagnostics } = await fromFile(new Parser(), file).parse()
  const wrong = diagnostics.filter(({ severity }) => severity === 0)
  const errors = wrong.map(({ code, path, message }) => `${path.join('/')}: ${code}: ${message}`)
  const all = document?.channels().all() ?? []
  const channels = Object.fromEntries(all.map((each) => [each.address(), each.messages().all().map((one) => one.id())]))
  console.log(JSON.stringify({ file, errors, channels }))
  if (!document || errors.length) process.exitCode = 1
}

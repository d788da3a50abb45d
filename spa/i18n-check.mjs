// Fails where the catalogues lag behind the sources, or where a text has no translation.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = 'src/locales'
const lingui = (/** @type {string[]} */ ...args) =>
  execFileSync('node', ['node_modules/@lingui/cli/dist/lingui.js', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
const read = () => {
  const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.po'),
  )
  return new Map(paths.map((path) => [path, readFileSync(`${FOLDER}/${path}`, 'utf8')]))
}

const before = read()
lingui('extract', '--clean')
const stale = [...read()].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)
if (stale.length > 0) {
  console.error(
    `i18n: texts have changed; ${stale.join(', ')} were brought up to date: translate and commit them.`,
  )
  process.exit(1)
}
lingui('compile', '--strict')

// Fails where the catalogues lag behind the sources, or where a text has no translation.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const CATALOGUES = ['src/locales/en.po', 'src/locales/ru.po']
const lingui = (/** @type {string[]} */ ...args) =>
  execFileSync('node', ['node_modules/@lingui/cli/dist/lingui.js', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
const read = () => CATALOGUES.map((path) => readFileSync(path, 'utf8'))

const before = read()
lingui('extract', '--clean')
const stale = CATALOGUES.filter((_, index) => before[index] !== read()[index])
if (stale.length > 0) {
  console.error(
    `i18n: texts have changed; ${stale.join(' and ')} were brought up to date: translate and commit them.`,
  )
  process.exit(1)
}
lingui('compile', '--strict')

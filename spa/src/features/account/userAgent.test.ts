import { expect, it } from 'vitest'
import { browserWords } from './userAgent'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const MOBILE = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64)'
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)'
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X)'
const CHROME = 'Chrome/130.0.0.0 Safari/537.36'

it.each([
  ['Chrome on Windows', `${WINDOWS} ${WEBKIT} ${CHROME}`],
  ['Chrome on macOS', `${MAC} ${WEBKIT} ${CHROME}`],
  ['Chrome on Linux', `${LINUX} ${WEBKIT} ${CHROME}`],
  ['Chrome on Android', `${ANDROID} ${WEBKIT} Chrome/130.0.0.0 Mobile Safari/537.36`],
  ['Chrome on iPhone', `${IPHONE} ${MOBILE} CriOS/130.0.0.0 Mobile/15E148 Safari/604.1`],
  ['Chrome on ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} ${CHROME}`],
  ['Edge on Windows', `${WINDOWS} ${WEBKIT} ${CHROME} Edg/130.0.0.0`],
  ['Edge on macOS', `${MAC} ${WEBKIT} ${CHROME} Edg/130.0.0.0`],
  ['Edge on Android', `${ANDROID} ${WEBKIT} Chrome/130.0.0.0 Mobile Safari/537.36 EdgA/130.0.0.0`],
  ['Edge on iPhone', `${IPHONE} ${MOBILE} Version/18.0 EdgiOS/130.0.0.0 Mobile/15E148 Safari/604.1`],
  ['Firefox on Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0'],
  ['Firefox on macOS', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7; rv:132.0) Gecko/20100101 Firefox/132.0'],
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'],
  ['Firefox on Android', 'Mozilla/5.0 (Android 15; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0'],
  ['Firefox on iPad', `${IPAD} ${MOBILE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15`],
  ['Safari on macOS', `${MAC} ${MOBILE} Version/18.0 Safari/605.1.15`],
  ['Safari on iPhone', `${IPHONE} ${MOBILE} Version/18.0 Mobile/15E148 Safari/604.1`],
  ['Safari on iPad', `${IPAD} ${MOBILE} Version/18.0 Mobile/15E148 Safari/604.1`],
  ['Opera on Windows', `${WINDOWS} ${WEBKIT} ${CHROME} OPR/115.0.0.0`],
  ['Yandex Browser on Windows', `${WINDOWS} ${WEBKIT} Chrome/130.0.0.0 YaBrowser/24.12.0.0 Safari/537.36`],
  [
    'Samsung Internet on Android',
    `${ANDROID} ${WEBKIT} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
  ],
])('calls it %s', (words, userAgent) => {
  expect(browserWords(userAgent)).toBe(words)
})

it('shows nothing of what it doesn’t know', () => {
  expect(browserWords('<b>curl/8.1</b>')).toBe('Unknown browser')
  expect(browserWords('Robot (Linux)')).toBe('Linux')
  expect(browserWords(undefined)).toBe('Unknown browser')
})

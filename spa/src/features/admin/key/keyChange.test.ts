import { expect, it } from 'vitest'
import { adminKey } from '~/test/adminSamples'
import { changeOf } from './keyChange'
import { NO_PROXY } from './keyFields'

const key = adminKey({ account: 'acc', proxy: { id: 'proxy-1', label: 'Amsterdam' }, rpm: 60 })
const same = {
  label: key.label,
  account: 'acc',
  proxy: 'proxy-1',
  proxy_only: '',
  max_in_flight: '4',
  rpm: '60',
}

it('names nothing where nothing was changed', () => {
  expect(changeOf(key, same)).toEqual({})
})

it('names only what was changed', () => {
  expect(changeOf(key, { ...same, max_in_flight: '8', label: 'new' })).toEqual({
    max_in_flight: 8,
    label: 'new',
  })
})

it('takes away the account by an empty text, the proxy and the limit by null', () => {
  expect(changeOf(key, { ...same, account: '', proxy: NO_PROXY, rpm: '' })).toEqual({
    account: '',
    proxy_id: null,
    rpm: null,
  })
})

import { expect, it } from 'vitest'
import { walletLink, webLink, withAmount } from './payUri'

it('asks a wallet for the rest only', () => {
  expect(withAmount('bitcoin:bc1q?amount=0.1', '0.04')).toBe('bitcoin:bc1q?amount=0.04')
  expect(withAmount('litecoin:ltc1q?label=a&amount=0.1&message=b', '0.04')).toBe(
    'litecoin:ltc1q?label=a&amount=0.04&message=b',
  )
})

it('gives no link rather than one for a wrong amount', () => {
  for (const uri of ['bitcoin:bc1q', 'ethereum:0x1?value=2e18', 'lightning:lnbc1', 'unknown:a?amount=1'])
    expect(withAmount(uri, '0.04')).toBeNull()
})

it('makes a link only of what opens a wallet or a page', () => {
  for (const uri of ['bitcoin:bc1q?amount=1', 'lightning:lnbc1', 'ethereum:0x1'])
    expect(walletLink(uri)).toBe(uri)
  for (const uri of ['javascript:alert(1)', 'data:text/html,x', 'https://example.com', 'bc1q', undefined])
    expect(walletLink(uri)).toBeNull()
  expect(webLink('https://pay.example.com/i/1')).toBe('https://pay.example.com/i/1')
  for (const url of ['javascript:alert(1)', '//example.com', undefined]) expect(webLink(url)).toBeNull()
})
